//! What Mbed TLS reads of extensions (`x509_get_crt_ext`): six kinds, and no other may be critical
//! (recorded: nc-dns-permit-hit, ext-crldp-critical-client, ext-ski-critical-client).

use crate::der::oid::Oid;
use crate::x509::oids;

use super::asn1::{Input, Low, at};
use super::error::{Code, EXTENSIONS, FEATURE, INVALID_LENGTH, LENGTH_MISMATCH, UNEXPECTED_TAG, high};

/// `x509_get_crt_ext`
pub(super) fn read(tbs: &mut Input<'_>) -> Result<(), Code> {
    let mut explicit = at(EXTENSIONS, tbs.take(0xa3))?;
    let mut list = at(EXTENSIONS, explicit.take(0x30))?;
    at(EXTENSIONS, explicit.end())?;
    let mut seen: Vec<&str> = Vec::new();
    while !list.is_empty() {
        let mut fields = at(EXTENSIONS, list.take(0x30))?;
        let oid = at(EXTENSIONS, fields.take(0x06))?.0;
        let critical = match fields.peek() {
            Some(0x01) => at(EXTENSIONS, fields.boolean())?,
            _ => false,
        };
        let value = at(EXTENSIONS, fields.take(0x04))?;
        at(EXTENSIONS, fields.end())?;
        let name = oids::extension(&Oid::from_octets(oid)).unwrap_or_default();
        let Some((name, check)) = READ.iter().find(|(known, _)| *known == name) else {
            if critical {
                return Err(Code { high: EXTENSIONS, low: UNEXPECTED_TAG });
            }
            continue;
        };
        if seen.contains(name) {
            return Err(high(EXTENSIONS));
        }
        seen.push(name);
        at(EXTENSIONS, check(value))?;
        if critical && *name == "certificatePolicies" && !is_any_policy(value) {
            return Err(high(FEATURE));
        }
    }
    Ok(())
}

type Check = fn(Input<'_>) -> Low<()>;

const READ: &[(&str, Check)] = &[
    ("basicConstraints", basic_constraints),
    ("keyUsage", key_usage),
    ("extKeyUsage", ext_key_usage),
    ("subjectAltName", subject_alt_name),
    ("netscapeCertType", netscape_cert_type),
    ("certificatePolicies", certificate_policies),
];

/// `x509_get_basic_constraints`: what stands behind the sequence is read as if it stood within.
fn basic_constraints(mut value: Input<'_>) -> Low<()> {
    let whole = value;
    value.take(0x30)?;
    let mut fields = whole.inside()?;
    if fields.is_empty() {
        return Ok(());
    }
    match fields.peek() {
        Some(0x01) => fields.boolean().map(|_| ())?,
        _ => fields.int().map(|_| ())?,
    }
    if fields.is_empty() {
        return Ok(());
    }
    let length = fields.int()?;
    fields.end()?;
    if length == 0x7fff_ffff { Err(INVALID_LENGTH) } else { Ok(()) }
}

/// `x509_get_key_usage` (recorded: ku-empty-bits-client)
fn key_usage(mut value: Input<'_>) -> Low<()> {
    if value.bits()?.is_empty() { Err(INVALID_LENGTH) } else { Ok(()) }
}

/// `x509_get_ext_key_usage` (recorded: eku-empty-client)
fn ext_key_usage(mut value: Input<'_>) -> Low<()> {
    let mut list = value.take(0x30)?;
    value.end()?;
    if list.is_empty() {
        return Err(INVALID_LENGTH);
    }
    while !list.is_empty() {
        list.take(0x06)?;
    }
    Ok(())
}

/// `x509_get_subject_alt_name`
fn subject_alt_name(mut value: Input<'_>) -> Low<()> {
    let mut list = value.take(0x30)?;
    value.end()?;
    while !list.is_empty() {
        let (tag, _) = list.any()?;
        if tag & 0xc0 != 0x80 {
            return Err(UNEXPECTED_TAG);
        }
    }
    Ok(())
}

/// `x509_get_ns_cert_type`
fn netscape_cert_type(mut value: Input<'_>) -> Low<()> {
    if value.bits()?.len() == 1 { Ok(()) } else { Err(INVALID_LENGTH) }
}

/// `x509_get_certificate_policies`
fn certificate_policies(mut value: Input<'_>) -> Low<()> {
    let mut list = value.take(0x30)?;
    value.end()?;
    if list.is_empty() {
        return Err(LENGTH_MISMATCH);
    }
    while !list.is_empty() {
        let mut policy = list.take(0x30)?;
        policy.take(0x06)?;
        if !policy.is_empty() {
            policy.take(0x30)?;
        }
        policy.end()?;
    }
    Ok(())
}

/// No policy but anyPolicy is understood (`x509_get_certificate_policies`).
fn is_any_policy(mut value: Input<'_>) -> bool {
    let Ok(mut list) = value.take(0x30) else { return false };
    while !list.is_empty() {
        let oid = list.take(0x30).and_then(|mut policy| policy.take(0x06));
        if oid.is_ok_and(|oid| oid.0 != oids::ANY_POLICY) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_basic_constraints_is_read_with_them() {
        assert_eq!(basic_constraints(Input(&[0x30, 0])), Ok(()));
        assert_eq!(basic_constraints(Input(&[0x30, 6, 1, 1, 0xff, 2, 1, 0])), Ok(()));
        assert_eq!(basic_constraints(Input(&[0x30, 3, 1, 1, 0xff, 2, 1, 0])), Ok(()));
        assert_eq!(basic_constraints(Input(&[0x30, 0, 0x05, 0])), Err(UNEXPECTED_TAG));
    }
}
