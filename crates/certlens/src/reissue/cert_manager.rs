//! The `Certificate` by which cert-manager issues the same (cert-manager.io/v1, API reference).

use core::fmt::Write as _;

use super::names::San;
use super::profile::{Key, Profile};

/// Attributes of the subject, as the API calls them. The common name has a field of its own; others it has no field for.
const SUBJECT: &[(&str, &str)] = &[
    ("O", "organizations"),
    ("OU", "organizationalUnits"),
    ("C", "countries"),
    ("ST", "provinces"),
    ("L", "localities"),
    ("2.5.4.9", "streetAddresses"),
    ("2.5.4.17", "postalCodes"),
];

/// The manifest, for the Secret that the certificate was found in.
pub(super) fn manifest(profile: &Profile, secret: Option<(Option<&str>, &str)>) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = write_manifest(&mut out, profile, secret);
    out
}

fn write_manifest(
    out: &mut String,
    profile: &Profile,
    secret: Option<(Option<&str>, &str)>,
) -> core::fmt::Result {
    let stem = &profile.stem;
    writeln!(out, "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: {stem}")?;
    if let Some((Some(namespace), _)) = secret {
        writeln!(out, "  namespace: {}", quoted(namespace))?;
    }
    let name = secret.map_or_else(|| format!("{stem}-tls"), |(_, name)| name.to_owned());
    writeln!(out, "spec:\n  secretName: {}", quoted(&name))?;
    if let Some(name) = profile.common_name() {
        writeln!(out, "  commonName: {}", quoted(name))?;
    }
    write_subject(out, profile)?;
    let names =
        |wanted: &str| profile.names.iter().filter(|name| name.kind() == wanted).map(San::text).collect();
    write_list(out, "  ", "dnsNames", names("DNS"))?;
    write_list(out, "  ", "ipAddresses", names("IP"))?;
    write_list(out, "  ", "uris", names("URI"))?;
    write_list(out, "  ", "emailAddresses", names("email"))?;
    if profile.authority.is_some() {
        writeln!(out, "  isCA: true")?;
    }
    let hours = profile.days * 24;
    writeln!(
        out,
        "  duration: {hours}h\n  # A third before the end, so that a renewal that fails is seen in time."
    )?;
    writeln!(out, "  renewBefore: {}h", (hours / 3).max(1))?;
    let (algorithm, size) = match profile.key {
        Key::Rsa(bits) => ("RSA", Some(bits)),
        Key::Ec("P-384") => ("ECDSA", Some(384)),
        Key::Ec("P-521") => ("ECDSA", Some(521)),
        Key::Ec(_) => ("ECDSA", Some(256)),
        Key::Ed25519 => ("Ed25519", None),
    };
    writeln!(out, "  privateKey:\n    algorithm: {algorithm}")?;
    size.map_or(Ok(()), |size| writeln!(out, "    size: {size}"))?;
    writeln!(out, "    rotationPolicy: Always\n  usages:")?;
    usages(profile).iter().try_for_each(|usage| writeln!(out, "    - {usage}"))?;
    writeln!(out, "  issuerRef:\n    name: ISSUER\n    kind: Issuer\n    group: cert-manager.io")
}

fn write_subject(out: &mut String, profile: &Profile) -> core::fmt::Result {
    let values = |label: &str| -> Vec<String> {
        let own = profile.subject.iter().filter(|line| line.label == label);
        own.map(|line| line.value.clone()).collect()
    };
    let serial = values("serialNumber");
    let fields: Vec<(&str, Vec<String>)> = SUBJECT
        .iter()
        .map(|(label, field)| (*field, values(label)))
        .filter(|(_, own)| !own.is_empty())
        .collect();
    if !fields.is_empty() || !serial.is_empty() {
        writeln!(out, "  subject:")?;
    }
    for (field, own) in fields {
        write_list(out, "    ", field, own)?;
    }
    serial.first().map_or(Ok(()), |serial| writeln!(out, "    serialNumber: {}", quoted(serial)))
}

fn write_list(out: &mut String, indent: &str, field: &str, values: Vec<String>) -> core::fmt::Result {
    if values.is_empty() {
        return Ok(());
    }
    writeln!(out, "{indent}{field}:")?;
    values.iter().try_for_each(|value| writeln!(out, "{indent}  - {}", quoted(value)))
}

/// `KeyUsage` of the API.
fn usages(profile: &Profile) -> Vec<&str> {
    let purposes = profile.purposes.iter().filter_map(|purpose| match purpose.as_str() {
        "serverAuth" => Some("server auth"),
        "clientAuth" => Some("client auth"),
        _ => None,
    });
    let bits: &[&str] =
        if profile.authority.is_some() { &["cert sign", "crl sign"] } else { &["digital signature"] };
    bits.iter().copied().chain(purposes).collect()
}

/// A scalar between double quotes (YAML 1.2 §7.3.1). Values hold no control characters.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What the API has no field for.
pub(super) fn gaps(profile: &Profile) -> Vec<String> {
    let mut gaps = Vec::new();
    let has_field = |label: &str| {
        label == "CN" || label == "serialNumber" || SUBJECT.iter().any(|(own, _)| *own == label)
    };
    let without: Vec<&str> =
        profile.subject.iter().map(|line| line.label.as_str()).filter(|label| !has_field(label)).collect();
    if !without.is_empty() {
        gaps.push(format!(
            "The Certificate of cert-manager has no field for {} of the subject: use `literalSubject` for them.",
            without.join(", ")
        ));
    }
    if profile.authority.as_ref().is_some_and(|authority| authority.path_len.is_some()) {
        gaps.push(
            "cert-manager writes no pathLenConstraint: a CA that needs one is made with OpenSSL.".to_owned(),
        );
    }
    if profile.purposes.iter().any(|purpose| purpose.contains('.')) {
        gaps.push("The Certificate of cert-manager lists purposes by names of its own: add those that are not of TLS.".to_owned());
    }
    gaps
}
