//! Commands by which a reader sees for himself what was found, with other people's programs.

use crate::inspect::Inspection;
use crate::inventory::{Content, Object};
use crate::lint::{repair, silence};
use crate::rule::{Finding, RuleKind};
use crate::source::{Manifest, Place};
use crate::span::{Location, Span};

/// What shows whatever a rule with one of these words in its code speaks of. The first row that fits counts.
const OF_CERTIFICATES: &[(&[&str], &str)] = &[
    (&["key-of-another", "key-in-several", "key-of-several", "key-of-server"], SPKI),
    (
        &["validity", "expir", "not-yet", "lifetime", "outlives", "issued-before", "no-expiration", "time"],
        "openssl x509 -noout -dates",
    ),
    (&["serial"], "openssl x509 -noout -serial -issuer"),
    (
        &[
            "strict-parser",
            "readable",
            "length-",
            "tag-",
            "element",
            "bit-",
            "boolean",
            "integer",
            "oid-",
            "set-",
            "string-",
            "trailing-bytes",
            "value-out",
            "field-",
            "default-encoded",
            "extension-duplicate",
        ],
        GO,
    ),
    (
        &[
            "digital-signature",
            "key-usage",
            "usage",
            "encipher",
            "purpose",
            "key-agreement",
            "ca-",
            "path-len",
            "basic-constraints",
            "crl-sign",
            "cert-sign",
        ],
        "openssl x509 -noout -ext keyUsage,extendedKeyUsage,basicConstraints",
    ),
    (&["key-identifier"], "openssl x509 -noout -ext subjectKeyIdentifier,authorityKeyIdentifier"),
    (&["signature"], "openssl x509 -noout -text -certopt no_pubkey,no_extensions"),
    (
        &["rsa", "ec-", "dsa", "edwards", "key-strength", "key-permitted", "post-quantum"],
        "openssl x509 -noout -pubkey | openssl pkey -pubin -noout -text",
    ),
    (
        &[
            "san",
            "dns-",
            "wildcard",
            "spiffe",
            "uri",
            "address",
            "server-name",
            "client-name",
            "short-name",
            "localhost",
            "cluster-name",
            "common-name",
        ],
        "openssl x509 -noout -subject -ext subjectAltName",
    ),
    (&[""], "openssl x509 -noout -text"),
];

const SPKI: &str = "openssl x509 -noout -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256";

/// Go's parser and its loader of PEM, the strictest there is. It names each block and what it is refused for.
const GO: &str = "go run load.go";

/// `load.go`
pub const GO_PROGRAM: &str = r#"package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"os"
)

func main() {
	rest, _ := io.ReadAll(os.Stdin)
	for n := 1; ; n++ {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			fmt.Println("nothing more is loaded")
			return
		}
		_, err := x509.ParseCertificate(block.Bytes)
		fmt.Println("block", n, block.Type, "error:", err)
	}
}
"#;

/// A command that shows what the finding speaks of; none where nothing outside of this program could.
pub(super) fn command(inspection: &Inspection, finding: &Finding) -> Option<String> {
    match &finding.location {
        Location::Object(id) | Location::Field { object: id, .. } => {
            let object = inspection.inventory.object(*id)?;
            let place = &object.origins.first()?.place;
            let manifest = place.manifest.and_then(|number| inspection.manifests.get(number));
            let fetch = fetch(place, manifest)?;
            Some(format!("{fetch} | {}", look(object, finding)))
        }
        Location::Text(span) => of_text(inspection, finding, *span),
        Location::Everything => None,
    }
}

fn look(object: &Object, finding: &Finding) -> String {
    let code = finding.rule.code;
    match &object.content {
        Content::Certificate(_) if needs_path(finding) => verify(code).to_owned(),
        Content::Certificate(_) => {
            let fits = |words: &&[&str]| words.iter().any(|word| code.contains(word));
            let row = OF_CERTIFICATES.iter().find(|(words, _)| fits(words));
            row.map_or("openssl x509 -noout -text", |(_, look)| look).to_owned()
        }
        Content::CertificateList(_) => "openssl crl -noout -text".to_owned(),
        Content::Request(_) => "openssl req -noout -text -verify".to_owned(),
        Content::PublicKey(_) => "openssl pkey -pubin -noout -text".to_owned(),
        // The key itself is never printed: what is compared is its public half.
        Content::PrivateKey(_) => "openssl pkey -pubout -outform der | openssl dgst -sha256".to_owned(),
        Content::OcspResponse(_) => "openssl ocsp -respin /dev/stdin -resp_text -noverify".to_owned(),
        Content::Recognised(_) | Content::Unreadable(_) => "openssl asn1parse -i".to_owned(),
    }
}

/// Requirements that only a path can break.
fn needs_path(finding: &Finding) -> bool {
    let of_path = [
        "signature",
        "name-chaining",
        "trust-anchor",
        "path-length",
        "name-constraints",
        "certificate-policy",
        "revocation",
        "reference-identifier",
        "policy-mapping",
    ];
    finding.rule.kind == RuleKind::Requirement
        && of_path.iter().any(|code| finding.rule.code.starts_with(code))
}

/// `ca.pem` is what is trusted and `chain.pem` what stands between; openssl takes an empty file for neither.
fn verify(code: &str) -> &'static str {
    match code {
        "reference-identifier" => {
            "openssl verify -x509_strict -trusted ca.pem -untrusted chain.pem -verify_hostname NAME /dev/stdin"
        }
        "revocation" => {
            "openssl verify -x509_strict -trusted ca.pem -untrusted chain.pem -crl_check_all -CRLfile crl.pem /dev/stdin"
        }
        _ => "openssl verify -x509_strict -show_chain -trusted ca.pem -untrusted chain.pem /dev/stdin",
    }
}

/// The text around it as programs get it: the object of the cluster, or the bytes of the file. What code and commands say is there to be read.
fn of_text(inspection: &Inspection, finding: &Finding, span: Span) -> Option<String> {
    let within = |manifest: &&Manifest| {
        manifest.source == span.source && manifest.span.start <= span.start && span.end <= manifest.span.end
    };
    if let Some((kind, name)) = inspection.manifests.iter().find(within).and_then(named) {
        return Some(format!("kubectl get {kind} {name} -o yaml"));
    }
    let is_of_pem = repair::rules().chain([&silence::NOTHING_FOUND]).any(|own| own.code == finding.rule.code);
    let file = file(inspection.sources.get(span.source)?)?;
    is_of_pem.then(|| format!("{GO} < {file}"))
}

/// Prints what stands at a place: out of the cluster or out of a file, and of several blocks the one. None of a value within
/// another, such as one of an annotation, a kubeconfig or a webhook, which takes more than one command.
fn fetch(place: &Place, manifest: Option<&Manifest>) -> Option<String> {
    let whole = match (place.trail.as_slice(), manifest) {
        ([], _) => format!("cat {}", file(&place.name)?),
        ([section, key, inner @ ..], Some(manifest)) if inner.iter().all(|step| step == "base64") => {
            entry(section, key, manifest)? + &" | base64 -d".repeat(inner.len())
        }
        _ => return None,
    };
    Some(match place.block {
        Some((number, _)) => format!("{whole} | awk '/-BEGIN /{{n++}} n=={number}'"),
        None => whole,
    })
}

/// `kubectl get secret provider-tls -n default -o jsonpath='{.data.tls\.crt}' | base64 -d`
fn entry(section: &str, key: &str, manifest: &Manifest) -> Option<String> {
    let (kind, name) = named(manifest)?;
    let path = word(key)?.replace('.', "\\.");
    let get = format!("kubectl get {kind} {name} -o jsonpath=");
    match (kind, section) {
        // The cluster keeps what stringData gives in data.
        ("secret", "data" | "stringData") => Some(format!("{get}'{{.data.{path}}}' | base64 -d")),
        ("configmap", "data") => Some(format!("{get}'{{.data.{path}}}'")),
        ("configmap", "binaryData") => Some(format!("{get}'{{.binaryData.{path}}}' | base64 -d")),
        _ => None,
    }
}

/// Kind and name of an object as kubectl takes them.
fn named(manifest: &Manifest) -> Option<(&'static str, String)> {
    let kind = match manifest.kind.as_str() {
        "Secret" => "secret",
        "ConfigMap" => "configmap",
        _ => return None,
    };
    let name = word(manifest.name.as_deref()?)?;
    Some((
        kind,
        match &manifest.namespace {
            Some(namespace) => format!("{name} -n {}", word(namespace)?),
            None => name.to_owned(),
        },
    ))
}

/// A text that a shell takes as one plain word. Names come from the paste, and nothing of it is to be run.
fn word(text: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (!text.is_empty() && !text.starts_with('-') && text.bytes().all(is_plain)).then_some(text)
}

/// The name of a file in quotation marks; of a file in an archive that within it. What was pasted has to be saved first.
fn file(source: &str) -> Option<String> {
    let name = source.rsplit(" › ").next().unwrap_or(source);
    match name {
        _ if name.starts_with("pasted text") || name == "standard input" => Some("pasted.txt".to_owned()),
        _ if name.starts_with('-') || name.chars().any(char::is_control) => None,
        _ if name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/')) =>
        {
            Some(name.to_owned())
        }
        _ => Some(format!("'{}'", name.replace('\'', "'\\''"))),
    }
}
