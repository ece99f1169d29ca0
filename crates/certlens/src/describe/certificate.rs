//! Certificates in words.

use crate::crypto::digest;
use crate::der::time::Time;
use crate::describe::{Node, extension, key};
use crate::pin::colons;
use crate::x509::algorithm::{AlgorithmIdentifier, PssParameters, SignatureAlgorithm};
use crate::x509::certificate::{Certificate, SerialNumber, Version};
use crate::x509::name::Name;

pub(super) fn describe(certificate: &Certificate) -> Node {
    let mut fields = vec![
        version(certificate),
        serial("Serial number", &certificate.serial),
        algorithm("Signature algorithm", &certificate.inner_algorithm),
        name("Issuer", &certificate.issuer),
        Node::new("Validity", "").at(certificate.validity.range).with([
            time("Not before", &certificate.validity.not_before),
            time("Not after", &certificate.validity.not_after),
        ]),
        name("Subject", &certificate.subject),
    ];
    fields.extend(certificate.public_key.as_ref().map(key::public));
    fields.extend(certificate.issuer_unique_id.map(|range| Node::new("Issuer unique ID", "").at(range)));
    fields.extend(certificate.subject_unique_id.map(|range| Node::new("Subject unique ID", "").at(range)));
    if certificate.has_extensions_field {
        let extensions = certificate.extensions.iter().map(|e| extension::describe(e, &certificate.der));
        fields.push(Node::new("Extensions", certificate.extensions.len().to_string()).with(extensions));
    }
    fields.push(signature(certificate));
    fields.push(Node::new("Fingerprints", "").with(fingerprints(certificate)));
    let subject = certificate.subject.to_string();
    Node::new("Certificate", subject).with(fields)
}

fn version(certificate: &Certificate) -> Node {
    let value = certificate.version.number().map_or_else(|| "unreadable".to_owned(), |n| n.to_string());
    let node = Node::new("Version", value);
    match certificate.version {
        Version::V1 => node.note("A version 1 certificate has no extensions; rustls refuses it."),
        _ => node,
    }
}

pub(super) fn serial(label: &'static str, serial: &SerialNumber) -> Node {
    let node = Node::new(label, colons(serial.octets.as_slice())).at(serial.range);
    match serial.octets.as_slice() {
        octets if octets.len() <= 8 && !serial.is_negative() => {
            let value = octets.iter().fold(0u64, |value, octet| value << 8 | u64::from(*octet));
            node.with([Node::new("Decimal", value.to_string())])
        }
        _ => node,
    }
}

pub(super) fn time(label: &'static str, time: &Time) -> Node {
    let value =
        time.instant.map_or_else(|| format!("unreadable: {}", time.text), |instant| instant.to_string());
    let encoding = time.encoding.map_or("neither UTCTime nor GeneralizedTime", |encoding| encoding.name());
    Node::new(label, value)
        .at(time.range)
        .with([Node::new("Encoding", format!("{encoding} {}", time.text)).at(time.range)])
}

/// A name, most general attribute first, each with the string type of its value.
pub(super) fn name(label: &'static str, name: &Name) -> Node {
    let value = if name.is_empty() { "(empty)".to_owned() } else { name.to_string() };
    let attributes = name.attributes().map(|attribute| {
        let string_type = attribute.string_type.map_or("not a character string", |kind| kind.name());
        Node::new(attribute.label(), attribute.text.clone())
            .at(attribute.range)
            .with([Node::new("String type", string_type)])
    });
    Node::new(label, value).at(name.range).with(attributes)
}

pub(super) fn algorithm(label: &'static str, algorithm: &AlgorithmIdentifier) -> Node {
    let node = Node::new(label, algorithm.to_string()).at(algorithm.range);
    match algorithm.signature() {
        SignatureAlgorithm::RsaPss(parameters) => node.with(pss(parameters)),
        _ => node,
    }
}

fn pss(parameters: Option<PssParameters>) -> Vec<Node> {
    let Some(parameters) = parameters else { return vec![Node::new("Parameters", "unreadable")] };
    let hash =
        |hash: Option<crate::x509::algorithm::Hash>| hash.map_or("unknown", |hash| hash.name()).to_owned();
    let number = |number: Option<u64>| number.map_or_else(|| "unreadable".to_owned(), |n| n.to_string());
    vec![
        Node::new("Hash", hash(parameters.hash)),
        Node::new("Mask generation", format!("MGF1 with {}", hash(parameters.mask_hash))),
        Node::new("Salt length", number(parameters.salt_length)),
        Node::new("Trailer field", number(parameters.trailer)),
    ]
}

fn signature(certificate: &Certificate) -> Node {
    let octets = certificate.signature_octets();
    let mut node = Node::new("Signature", format!("{} octets", octets.len())).at(certificate.signature);
    if certificate.inner_algorithm.der != certificate.signature_algorithm.der {
        node = node.with([algorithm("Algorithm beside the signature", &certificate.signature_algorithm)]);
    }
    node.with([Node::new("Value", data_encoding::HEXLOWER.encode(octets))])
}

fn fingerprints(certificate: &Certificate) -> Vec<Node> {
    let mut nodes = vec![
        Node::new("SHA-256", colons(&digest::sha256(&certificate.der))),
        Node::new("SHA-1", colons(&digest::sha1(&certificate.der))),
    ];
    nodes.extend(certificate.public_key.as_ref().map(|key| {
        Node::new("Public key SHA-256", data_encoding::BASE64.encode(&digest::sha256(&key.der)))
            .note("Over the SubjectPublicKeyInfo: what curl, OkHttp and Envoy pin.")
    }));
    nodes
}
