//! Every certificate of the corpora says what another library reads in it, or an exception says why not.

use std::collections::HashMap;
use std::path::Path;

use certlens::inventory::Content;
use certlens::x509::certificate::Certificate;
use certlens::x509::extension::ExtensionContent;
use certlens::x509::extension::basic_constraints::PathLen;
use certlens::x509::general_name::{GeneralName, GeneralNameValue};
use certlens::x509::name::Name;
use certlens::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};
use certlens::{Inspection, Settings, Source, inspect};
use serde_json::{Value, json};
use tests::corpora;
use tests::exceptions::{self, Disagreement};

#[test]
fn every_corpus() {
    let Some(folder) = corpora::corpora() else { return };
    let mut disagreements = Vec::new();
    let mut count = 0;
    for (corpus, files) in [("vectors", "files"), ("zlint", ""), ("k8s", "files"), ("roots", "")] {
        let corpus = folder.join(corpus);
        let facts = corpora::files(&corpus)
            .into_iter()
            .filter(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("facts")));
        for facts in facts {
            let text = std::fs::read_to_string(&facts).unwrap();
            let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            count += rows.len();
            disagreements.extend(check(&corpus.join(files), &rows));
        }
    }
    println!("{count} certificates, {} disagreements", disagreements.len());
    exceptions::hold("facts", &disagreements);
}

fn check(folder: &Path, rows: &[Value]) -> Vec<Disagreement> {
    let zlint = std::fs::read_to_string(folder.join("zlint-dev.json")).ok();
    let zlint: Option<Value> = zlint.map(|text| serde_json::from_str(&text).unwrap());
    let mut inspections: HashMap<&str, Inspection> = HashMap::new();
    let mut found = Vec::new();
    for row in rows {
        let file = row["file"].as_str().unwrap();
        // Facts of two OCSP responses came along without the responses.
        if zlint.as_ref().is_some_and(|zlint| zlint["certs"][file].is_null()) {
            assert!(file.starts_with("ocsp"), "{file} is not in the corpus");
            continue;
        }
        let inspection = inspections.entry(file).or_insert_with(|| {
            let content = match &zlint {
                Some(zlint) => zlint["certs"][file].as_str().unwrap().as_bytes().to_vec(),
                None => std::fs::read(folder.join(file)).unwrap(),
            };
            inspect(&[Source { name: file.to_owned(), content }], &Settings::default())
        });
        let Some(sha256) = row["sha256"].as_str() else {
            // A plain scan could not decode these; ours either can or says why not.
            let objects = &inspection.inventory.objects;
            assert!(!objects.is_empty() || !inspection.findings.is_empty(), "{file}: dropped in silence");
            continue;
        };
        let id = |fact: &str| format!("{file}#{}:{fact}", row["index"]);
        let certificate = inspection.inventory.objects.iter().find_map(|object| match &object.content {
            Content::Certificate(own) if object.sha256().is_some_and(|own| hex(&own) == sha256) => Some(own),
            _ => None,
        });
        let Some(certificate) = certificate else {
            if row.get("error").is_some() {
                // The other library could not read it either; there must be something to show for it.
                let objects = &inspection.inventory.objects;
                assert!(!objects.is_empty() || !inspection.findings.is_empty(), "{file}: dropped in silence");
                continue;
            }
            found.push(Disagreement {
                id: id("found"),
                expected: sha256.to_owned(),
                ours: "absent".to_owned(),
            });
            continue;
        };
        for (fact, ours) in facts(certificate) {
            if let Some(expected) = row.get(fact).filter(|expected| **expected != ours) {
                let id = id(fact);
                found.push(Disagreement { id, expected: expected.to_string(), ours: ours.to_string() });
            }
        }
    }
    found
}

/// The facts as the corpus writes them.
fn facts(certificate: &Certificate) -> Vec<(&'static str, Value)> {
    let key = certificate.public_key.as_ref();
    let time = |time: &certlens::der::time::Time| {
        time.instant.map_or(Value::Null, |instant| json!(instant.to_string().replace('Z', "+00:00")))
    };
    let spki = key.map(|key| certlens::crypto::digest::sha256(&key.der));
    let identifier = certificate.authority_key_identifier();
    let serial = certificate.serial.hex();
    let serial = match serial.strip_prefix('-') {
        Some(digits) => format!("-{}", digits.trim_start_matches('0')),
        None if serial.chars().all(|digit| digit == '0') => "0".to_owned(),
        None => serial.trim_start_matches('0').to_owned(),
    };
    let mut facts = vec![
        ("sha1", json!(hex(&certlens::crypto::digest::sha1(&certificate.der)))),
        ("version", json!(certificate.version.number())),
        ("serial_hex", json!(serial)),
        ("subject", json!(rfc4514(&certificate.subject))),
        ("issuer", json!(rfc4514(&certificate.issuer))),
        ("not_before", time(&certificate.validity.not_before)),
        ("not_after", time(&certificate.validity.not_after)),
        ("sig_oid", json!(certificate.signature_algorithm.oid.to_string())),
        ("key", json!(key.map(key_name))),
        ("spki_sha256_b64", json!(spki.map(|digest| data_encoding::BASE64.encode(&digest)))),
        ("san", json!(certificate.subject_alternative_names().map(names))),
        ("ski", json!(certificate.subject_key_identifier().map(hex))),
        ("aki", json!(identifier.and_then(|aki| aki.key_identifier.as_deref()).map(hex))),
        ("eku", json!(certificate.extended_key_usage().map(strings))),
        (
            "key_usage",
            json!(certificate.key_usage().map(|usage| usage.names().map(snake).collect::<Vec<_>>())),
        ),
    ];
    facts.push(("extensions", {
        let all = certificate.extensions.iter().map(|e| json!([e.oid.to_string(), e.critical]));
        all.collect()
    }));
    if let Some(constraints) = certificate.basic_constraints() {
        let path_len = constraints.path_len.map(|length| match length {
            PathLen::AtMost(length) => json!(length),
            PathLen::Unusable => json!("unusable"),
        });
        facts.push(("basic_constraints", json!({"ca": constraints.ca, "path_len": path_len})));
    }
    if let Some(constraints) = certificate.name_constraints() {
        let list = |list: &Option<Vec<certlens::x509::extension::name_constraints::GeneralSubtree>>| {
            let subtrees = list.iter().flatten();
            names(&subtrees.map(|subtree| subtree.base.clone()).collect::<Vec<_>>())
        };
        let (permitted, excluded) = (list(&constraints.permitted), list(&constraints.excluded));
        facts.push(("name_constraints", json!({"permitted": permitted, "excluded": excluded})));
    }
    facts
}

fn hex(octets: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(octets)
}

fn strings<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

/// `digitalSignature` as `digital_signature`; nonRepudiation has its newer name.
fn snake(name: &str) -> String {
    match name {
        "nonRepudiation" => "content_commitment".to_owned(),
        "cRLSign" => "crl_sign".to_owned(),
        name => name
            .chars()
            .flat_map(|c| c.is_uppercase().then_some('_').into_iter().chain(c.to_lowercase()))
            .collect(),
    }
}

fn key_name(key: &PublicKey) -> String {
    match &key.kind {
        KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa) => format!("RSA:{}", rsa.bits),
        KeyKind::Ec(Curve::Named(curve)) => {
            let bits = match curve {
                NamedCurve::P192 => 192,
                NamedCurve::P224 => 224,
                NamedCurve::P256 | NamedCurve::K256 => 256,
                NamedCurve::P384 => 384,
                NamedCurve::P521 => 521,
                other => return format!("EC:{}", other.name()),
            };
            format!("EC:{bits}")
        }
        KeyKind::Ec(Curve::Explicit { field_bits }) => format!("EC:{field_bits}"),
        KeyKind::Dsa { bits } => format!("DSA:{}", bits.unwrap_or_default()),
        KeyKind::PostQuantum(name) => name.replace('-', ""),
        _ => key.describe(),
    }
}

fn names(names: &[GeneralName]) -> Vec<Value> {
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let value = |name: &GeneralName| match &name.value {
        GeneralNameValue::Dns(octets) => json!({"type": "DNSName", "value": text(octets)}),
        GeneralNameValue::Rfc822(octets) => json!({"type": "RFC822Name", "value": text(octets)}),
        GeneralNameValue::Uri(octets) => json!({"type": "UniformResourceIdentifier", "value": text(octets)}),
        GeneralNameValue::Ip(_) => json!({"type": "IPAddress", "value": name.value.text()}),
        GeneralNameValue::Directory(directory) => {
            json!({"type": "DirectoryName", "value": rfc4514(directory)})
        }
        GeneralNameValue::RegisteredId(oid) => json!({"type": "RegisteredID", "value": oid.to_string()}),
        GeneralNameValue::Other { type_id, value } => {
            json!({"type": "OtherName", "oid": type_id.to_string(), "hex": hex(value)})
        }
        other => json!({"type": other.label()}),
    };
    names.iter().map(value).collect()
}

/// RFC 4514 with the short names of its section 3 only, as the corpus writes it.
fn rfc4514(name: &Name) -> String {
    let short = ["CN", "L", "ST", "O", "OU", "C", "STREET", "DC", "UID"];
    let attribute = |attribute: &certlens::x509::name::Attribute| {
        let label = attribute.label();
        let label = if short.contains(&label.as_str()) { label } else { attribute.oid.to_string() };
        match attribute.string_type {
            Some(_) => format!("{label}={}", escape(&attribute.text)),
            None => format!("{label}={}", attribute.text),
        }
    };
    let rdns = name.rdns.iter().rev();
    rdns.map(|rdn| rdn.attributes.iter().map(attribute).collect::<Vec<_>>().join("+"))
        .collect::<Vec<_>>()
        .join(",")
}

fn escape(value: &str) -> String {
    let mut escaped = value.replace('\\', "\\\\");
    for special in ['"', '+', ',', ';', '<', '>'] {
        escaped = escaped.replace(special, &format!("\\{special}"));
    }
    escaped = escaped.replace('\0', "\\00");
    if escaped.starts_with(['#', ' ']) {
        escaped.insert(0, '\\');
    }
    if escaped.ends_with(' ') {
        escaped.insert(escaped.len() - 1, '\\');
    }
    escaped
}

#[test]
fn every_extension_is_read_or_known_to_be_damaged() {
    let Some(folder) = corpora::corpora() else { return };
    let roots = std::fs::read(folder.join("roots/certifi-2026.10.18.pem")).unwrap();
    let inspection = inspect(&[Source { name: "roots".to_owned(), content: roots }], &Settings::default());
    let certificates: Vec<&Certificate> = inspection.inventory.certificates().map(|(_, c)| c).collect();
    assert_eq!(certificates.len(), 117);
    for certificate in certificates {
        for extension in &certificate.extensions {
            assert_ne!(extension.content, ExtensionContent::Unreadable, "{}", certificate.subject);
        }
    }
}
