//! Public keys in words.

use crate::describe::Node;
use crate::x509::private_key::PrivateKeyFacts;
use crate::x509::public_key::{Curve, KeyKind, PublicKey, RsaKey};

pub(super) fn public(key: &PublicKey) -> Node {
    let mut fields = vec![Node::new("Algorithm", key.algorithm.to_string()).at(key.algorithm.range)];
    match &key.kind {
        KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa) => fields.extend(rsa_fields(rsa)),
        KeyKind::Ec(curve) => fields.extend(curve_fields(curve, &key.key)),
        _ => fields.push(Node::new("Key", data_encoding::HEXLOWER.encode(&key.key))),
    }
    Node::new("Public key", key.describe()).at(key.range).with(fields)
}

fn rsa_fields(key: &RsaKey) -> [Node; 3] {
    let exponent = match key.exponent.as_slice() {
        octets if octets.len() <= 8 => {
            octets.iter().fold(0u64, |value, octet| value << 8 | u64::from(*octet)).to_string()
        }
        octets => format!("0x{}", data_encoding::HEXLOWER.encode(octets)),
    };
    [
        Node::new("Modulus length", format!("{} bits", key.bits)),
        Node::new("Exponent", exponent),
        Node::new("Modulus", data_encoding::HEXLOWER.encode(&key.modulus)),
    ]
}

fn curve_fields(curve: &Curve, point: &[u8]) -> [Node; 3] {
    let name = match curve {
        Curve::Named(curve) => curve.name().to_owned(),
        Curve::Unknown(oid) => oid.to_string(),
        Curve::Explicit { field_bits } => format!("written out, {field_bits} bits"),
        Curve::Missing => "missing".to_owned(),
    };
    let form = match point.first() {
        Some(4) => "uncompressed",
        Some(2 | 3) => "compressed",
        Some(6 | 7) => "hybrid",
        _ => "unknown",
    };
    [
        Node::new("Curve", name),
        Node::new("Point form", form),
        Node::new("Point", data_encoding::HEXLOWER.encode(point)),
    ]
}

/// What is known of a private key; there is nothing else to show.
pub(super) fn private(facts: &PrivateKeyFacts) -> Node {
    let algorithm = facts.algorithm.clone().unwrap_or_else(|| "algorithm unknown".to_owned());
    let mut fields = vec![Node::new("Written as", facts.encoding.to_string())];
    fields.extend(facts.encryption.as_ref().map(|encryption| {
        Node::new("Encrypted with", encryption.to_string())
            .note("Most TLS stacks, Go and rustls among them, load no encrypted key. Decrypt it with `openssl pkey`.")
    }));
    fields.extend(
        facts
            .obstacle
            .as_ref()
            .map(|obstacle| Node::new("Not computed", format!("its public key, because {obstacle}"))),
    );
    fields.extend(facts.contradictions.iter().map(|found| Node::new("Contradiction", found.to_string())));
    fields.extend(facts.public_key.as_ref().map(public));
    Node::new("Private key", algorithm).with(fields)
}
