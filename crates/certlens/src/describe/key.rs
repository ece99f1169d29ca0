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

pub(super) fn private(facts: &PrivateKeyFacts) -> Node {
    Node::new("Private key", "").with(facts.public_key.as_ref().map(public))
}
