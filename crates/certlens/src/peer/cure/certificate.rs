//! A certificate as its issuer would issue it again: the signed part written anew, with changes.

use crate::crypto::digest;
use crate::der::{self, tag};
use crate::identity::ReferenceIdentifier;
use crate::peer::cure::edit::Edit;
use crate::peer::encounter::Role;
use crate::time::{DAY, Timestamp};
use crate::x509::certificate::Certificate;
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::oids;
use crate::x509::public_key::{KeyKind, PublicKey};

/// The certificate of the issuer.
pub(super) struct Signer<'a> {
    pub(super) certificate: &'a Certificate,
    /// Whether it is given subjectKeyIdentifier at the same time.
    pub(super) gains_identifier: bool,
}

/// One extension to write.
struct Field {
    oid: Vec<u8>,
    critical: bool,
    value: Vec<u8>,
}

const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
const SUBJECT_KEY: &[u8] = &[0x55, 0x1d, 0x0e];
const AUTHORITY_KEY: &[u8] = &[0x55, 0x1d, 0x23];
/// nsCertType, which speaks of purposes too.
const NETSCAPE_TYPE: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x86, 0xf8, 0x42, 0x01, 0x01];
/// All that a certificate of mutual TLS needs.
const NEEDED: [&[u8]; 6] =
    [BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, SUBJECT_ALT_NAME, SUBJECT_KEY, AUTHORITY_KEY];

/// Days before and after the handshake that a renewed certificate is valid.
const DAYS: (i64, i64) = (1, 90);

/// sha256WithRSAEncryption, ecdsa-with-SHA256 and Ed25519, each a whole `AlgorithmIdentifier`.
const RSA_SHA256: &[u8] = &[0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11, 5, 0];
const ECDSA_SHA256: &[u8] = &[0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ED25519: &[u8] = &[0x30, 5, 6, 3, 0x2b, 0x65, 0x70];

/// The encoding; what stands for the signature has its form only, since nobody here has the issuer's key. `dialled` is the name
/// of a server's certificate.
pub(super) fn issue(
    certificate: &Certificate,
    signer: Option<&Signer<'_>>,
    edits: &[Edit],
    time: Timestamp,
    dialled: Option<&str>,
) -> Vec<u8> {
    let above = signer.map_or(certificate, |signer| signer.certificate);
    let algorithm = algorithm(certificate, above, edits);
    let mut fields = fields(certificate, edits);
    for edit in edits {
        apply(*edit, certificate, signer, dialled, &mut fields);
    }
    let extensions: Vec<u8> = fields.iter().flat_map(written).collect();
    let extensions = der::write(tag::context_constructed(3), &der::write(tag::SEQUENCE, &extensions));
    let key = certificate.public_key.as_ref().map(|key| key.der.clone()).unwrap_or_default();
    let tbs = [
        der::write(tag::context_constructed(0), &der::write(tag::INTEGER, &[2])),
        der::write(tag::INTEGER, &serial(certificate)),
        algorithm.clone(),
        above.subject.der.clone(),
        validity(certificate, edits, time),
        certificate.subject.der.clone(),
        key,
        extensions,
    ];
    let tbs = der::write(tag::SEQUENCE, &tbs.concat());
    let signature = signature(above.public_key.as_ref());
    let signature = der::write(tag::BIT_STRING, &[&[0], signature.as_slice()].concat());
    der::write(tag::SEQUENCE, &[tbs, algorithm, signature].concat())
}

/// A new number, positive and of sixteen octets, as no two certificates of an issuer have the same one.
fn serial(certificate: &Certificate) -> Vec<u8> {
    let hash = digest::sha256(&certificate.der);
    core::iter::once(0x40).chain(hash.into_iter().take(15)).collect()
}

fn algorithm(certificate: &Certificate, above: &Certificate, edits: &[Edit]) -> Vec<u8> {
    let is_new = edits.iter().any(|edit| matches!(edit, Edit::Digest | Edit::Anew));
    let usual = match above.public_key.as_ref().map(|key| &key.kind) {
        Some(KeyKind::Rsa(_)) => Some(RSA_SHA256),
        Some(KeyKind::Ec(_)) => Some(ECDSA_SHA256),
        Some(KeyKind::Ed25519) => Some(ED25519),
        _ => None,
    };
    match usual {
        Some(usual) if is_new => usual.to_vec(),
        _ => certificate.signature_algorithm.der.clone(),
    }
}

/// Something of the form of a signature.
fn signature(key: Option<&PublicKey>) -> Vec<u8> {
    match key.map(|key| &key.kind) {
        Some(KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa)) => vec![0x55; rsa.bits.div_ceil(8)],
        Some(KeyKind::Ec(_)) => {
            let number = der::write(tag::INTEGER, &[0x55; 32]);
            der::write(tag::SEQUENCE, &[number.clone(), number].concat())
        }
        _ => vec![0x55; 64],
    }
}

fn validity(certificate: &Certificate, edits: &[Edit], time: Timestamp) -> Vec<u8> {
    let own = &certificate.validity;
    let instants = own.not_before.instant.zip(own.not_after.instant);
    let (begin, end) = match instants {
        Some(instants) if !edits.contains(&Edit::Renewed) => instants,
        _ => (Timestamp(time.0 - DAYS.0 * DAY), Timestamp(time.0 + DAYS.1 * DAY)),
    };
    der::write(tag::SEQUENCE, &[instant(begin), instant(end)].concat())
}

/// UTCTime until 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5).
fn instant(time: Timestamp) -> Vec<u8> {
    let text: String = time.to_string().chars().filter(char::is_ascii_digit).collect();
    match text.get(2..) {
        Some(short) if (1950..2050).contains(&time.civil().year) => {
            der::write(tag::UTC_TIME, format!("{short}Z").as_bytes())
        }
        _ => der::write(tag::GENERALIZED_TIME, format!("{text}Z").as_bytes()),
    }
}

/// The extensions there are; of a certificate that is written anew, those that it needs and that can be read, each once.
fn fields(certificate: &Certificate, edits: &[Edit]) -> Vec<Field> {
    let is_anew = edits.contains(&Edit::Anew);
    let mut fields: Vec<Field> = Vec::new();
    for own in &certificate.extensions {
        let oid = own.oid.octets().to_vec();
        let is_needed = NEEDED.contains(&oid.as_slice()) && !own.damaged;
        if is_anew && (!is_needed || fields.iter().any(|field| field.oid == oid)) {
            continue;
        }
        fields.push(Field { oid, critical: own.critical, value: own.value.of(&certificate.der).to_vec() });
    }
    fields
}

fn put(fields: &mut Vec<Field>, oid: &[u8], critical: bool, value: Vec<u8>) {
    let field = Field { oid: oid.to_vec(), critical, value };
    match fields.iter_mut().find(|own| own.oid == oid) {
        Some(own) => *own = field,
        None => fields.push(field),
    }
}

fn written(field: &Field) -> Vec<u8> {
    let critical: &[u8] = if field.critical { &[1, 1, 0xff] } else { &[] };
    let value = der::write(tag::OCTET_STRING, &field.value);
    der::write(tag::SEQUENCE, &[&der::write(tag::OID, &field.oid), critical, &value].concat())
}

fn apply(
    edit: Edit,
    certificate: &Certificate,
    signer: Option<&Signer<'_>>,
    dialled: Option<&str>,
    fields: &mut Vec<Field>,
) {
    let usage = |fields: &mut Vec<Field>, usage| put(fields, KEY_USAGE, true, key_usage(usage));
    match edit {
        Edit::Sign => usage(fields, KeyUsage::DIGITAL_SIGNATURE),
        Edit::Encipher => usage(fields, KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_ENCIPHERMENT)),
        Edit::CertSign => usage(fields, KeyUsage::KEY_CERT_SIGN.with(KeyUsage::CRL_SIGN)),
        Edit::Purpose(role) => {
            fields.retain(|own| own.oid != NETSCAPE_TYPE);
            put(fields, EXTENDED_KEY_USAGE, false, purposes(certificate, role));
        }
        Edit::NoPurposes => fields.retain(|own| own.oid != EXTENDED_KEY_USAGE),
        Edit::Name => names(certificate, dialled, fields),
        Edit::Authority => {
            put(fields, BASIC_CONSTRAINTS, true, basic_constraints(true, path_len(certificate)))
        }
        Edit::NoPathLength => put(fields, BASIC_CONSTRAINTS, true, basic_constraints(true, None)),
        Edit::EndEntity => {
            put(fields, BASIC_CONSTRAINTS, true, basic_constraints(false, None));
            usage(fields, KeyUsage::DIGITAL_SIGNATURE);
        }
        Edit::Identifiers => identifiers(certificate, signer, fields),
        Edit::Criticality => criticality(certificate, fields),
        Edit::Anew => anew(certificate, signer, dialled, fields),
        Edit::Renewed | Edit::IssuerName | Edit::Digest => {}
    }
}

fn anew(
    certificate: &Certificate,
    signer: Option<&Signer<'_>>,
    dialled: Option<&str>,
    fields: &mut Vec<Field>,
) {
    let is_ca = certificate.is_ca();
    let usage =
        if is_ca { KeyUsage::KEY_CERT_SIGN.with(KeyUsage::CRL_SIGN) } else { KeyUsage::DIGITAL_SIGNATURE };
    put(fields, BASIC_CONSTRAINTS, true, basic_constraints(is_ca, path_len(certificate).filter(|_| is_ca)));
    put(fields, KEY_USAGE, true, key_usage(usage));
    identifiers(certificate, signer, fields);
    if !is_ca {
        let role = if dialled.is_some() { Role::Server } else { Role::Client };
        put(fields, EXTENDED_KEY_USAGE, false, purposes(certificate, role));
        fields.retain(|own| own.oid != SUBJECT_ALT_NAME);
        names(certificate, dialled, fields);
    }
    criticality(certificate, fields);
}

fn path_len(certificate: &Certificate) -> Option<u64> {
    match certificate.basic_constraints()?.path_len? {
        PathLen::AtMost(most) => Some(most),
        PathLen::Unusable => None,
    }
}

fn basic_constraints(ca: bool, path_len: Option<u64>) -> Vec<u8> {
    let flag: &[u8] = if ca { &[1, 1, 0xff] } else { &[] };
    // A length of a path is far below 128.
    let length = path_len.map(|most| der::write(tag::INTEGER, &[u8::try_from(most).unwrap_or(127).min(127)]));
    der::write(tag::SEQUENCE, &[flag, &length.unwrap_or_default()].concat())
}

/// The named bits (X.690 §11.2.2) of a usage below decipherOnly: bit 0 is the highest of the octet.
fn key_usage(usage: KeyUsage) -> Vec<u8> {
    let octet = u8::try_from(usage.0 & 0xff).unwrap_or_default().reverse_bits();
    let unused = u8::try_from(octet.trailing_zeros()).unwrap_or_default();
    der::write(tag::BIT_STRING, &[unused, octet])
}

/// The purposes of TLS that it lists, and that of `role`.
fn purposes(certificate: &Certificate, role: Role) -> Vec<u8> {
    let wanted = match role {
        Role::Server => oids::SERVER_AUTH,
        Role::Client => oids::CLIENT_AUTH,
    };
    let listed = certificate.extended_key_usage().unwrap_or_default();
    let is_listed = |purpose: &[u8]| listed.iter().any(|own| own.octets() == purpose);
    let both = [oids::SERVER_AUTH, oids::CLIENT_AUTH].into_iter();
    let own = both.filter(|purpose| *purpose == wanted || is_listed(purpose));
    der::write(tag::SEQUENCE, &own.flat_map(|purpose| der::write(tag::OID, purpose)).collect::<Vec<_>>())
}

/// The names that can be read, and the one that is dialled.
fn names(certificate: &Certificate, dialled: Option<&str>, fields: &mut Vec<Field>) {
    let own = certificate.subject_alternative_names().unwrap_or_default();
    let own = own.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Dns(text) if !text.is_empty() && text.is_ascii() => Some((2, text.clone())),
        GeneralNameValue::Rfc822(text) if text.is_ascii() => Some((1, text.clone())),
        GeneralNameValue::Uri(text) if text.is_ascii() => Some((6, text.clone())),
        GeneralNameValue::Ip(octets) if matches!(octets.len(), 4 | 16) => Some((7, octets.clone())),
        _ => None,
    });
    let name = dialled.and_then(|name| match name.parse().ok()? {
        ReferenceIdentifier::Dns(name) => Some((2, name.into_bytes())),
        ReferenceIdentifier::Ip(core::net::IpAddr::V4(address)) => Some((7, address.octets().to_vec())),
        ReferenceIdentifier::Ip(core::net::IpAddr::V6(address)) => Some((7, address.octets().to_vec())),
        ReferenceIdentifier::Uri(_) => None,
    });
    let mut names: Vec<(u8, Vec<u8>)> = own.collect();
    names.extend(name.filter(|name| !names.contains(name)));
    let content: Vec<u8> =
        names.iter().flat_map(|(number, octets)| der::write(tag::context(*number), octets)).collect();
    if !content.is_empty() {
        put(fields, SUBJECT_ALT_NAME, certificate.subject.is_empty(), der::write(tag::SEQUENCE, &content));
    }
}

/// SHA-1 of the key's octets (RFC 5280 §4.2.1.2 (1)).
fn key_identifier(certificate: &Certificate) -> Vec<u8> {
    let key = certificate.public_key.as_ref().map(|key| key.key.as_slice()).unwrap_or_default();
    digest::sha1(key).to_vec()
}

fn identifiers(certificate: &Certificate, signer: Option<&Signer<'_>>, fields: &mut Vec<Field>) {
    let own =
        certificate.subject_key_identifier().map_or_else(|| key_identifier(certificate), <[u8]>::to_vec);
    put(fields, SUBJECT_KEY, false, der::write(tag::OCTET_STRING, &own));
    let above = signer.and_then(|signer| {
        let stated = signer.certificate.subject_key_identifier().map(<[u8]>::to_vec);
        stated.or_else(|| signer.gains_identifier.then(|| key_identifier(signer.certificate)))
    });
    match above {
        Some(above) => {
            let value = der::write(tag::SEQUENCE, &der::write(tag::context(0), &above));
            put(fields, AUTHORITY_KEY, false, value);
        }
        None => fields.retain(|own| own.oid != AUTHORITY_KEY),
    }
}

fn criticality(certificate: &Certificate, fields: &mut [Field]) {
    for own in fields {
        own.critical = match own.oid.as_slice() {
            BASIC_CONSTRAINTS | KEY_USAGE => true,
            SUBJECT_KEY | AUTHORITY_KEY => false,
            SUBJECT_ALT_NAME => certificate.subject.is_empty(),
            _ => own.critical,
        };
    }
}
