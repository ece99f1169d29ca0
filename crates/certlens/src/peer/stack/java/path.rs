//! Which certificates Java takes for a path (`sun.security.validator.PKIXValidator`): the chain as it was sent, if it is in order
//! and ends below a trusted name; else whatever can be built of it.

use std::rc::Rc;

use crate::peer::cause::Cause;
use crate::peer::encounter::Encounter;
use crate::peer::shelf::Parsed;
use crate::peer::stack::java::build;
use crate::peer::stack::java::certificate::{has_same_key, is_same, path_length};
use crate::peer::stack::java::extension;
use crate::peer::stack::java::thrown::{CERT_PATH_VALIDATOR, Thrown, VALIDATOR};
use crate::peer::stack::java::validate::{Failure, validate};
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::key_usage::KeyUsage;

/// `engineValidate`: true if the end entity itself is trusted, which is then not asked what it may be used for.
/// Recorded: anchor-leaf, selfsigned-leaf-trusted, anchor-intermediate.
pub(super) fn is_trusted_itself(encounter: &Encounter<'_>, chain: &[Rc<Parsed>]) -> Result<bool, Failure> {
    let anchors = &encounter.loaded.anchors;
    let Some(first) = chain.first() else { return Ok(false) };
    if anchors.iter().any(|anchor| is_same(anchor, first)) {
        return Ok(true);
    }
    for (index, (below, above)) in chain.iter().zip(chain.iter().skip(1)).enumerate() {
        if !above.certificate.subject.matches(&below.certificate.issuer) {
            return build_path(encounter, chain).map(|()| false);
        }
        let is_trusted = |anchor: &Rc<Parsed>| {
            is_same(anchor, above)
                || (anchor.certificate.subject.matches(&above.certificate.subject)
                    && has_same_key(&anchor.certificate, &above.certificate))
        };
        if anchors.iter().any(is_trusted) {
            return validate_path(encounter, chain.get(..=index).unwrap_or_default()).map(|()| false);
        }
    }
    let last = chain.last().unwrap_or(first);
    if anchors.iter().any(|anchor| anchor.certificate.subject.matches(&last.certificate.issuer)) {
        validate_path(encounter, chain).map(|()| false)
    } else {
        build_path(encounter, chain).map(|()| false)
    }
}

const VALIDATION_FAILED: &str = "PKIX path validation failed: ";
const BUILDING_FAILED: &str = "PKIX path building failed: ";

/// `doValidate`, with `PKIXCertPathValidator.validate`: every anchor that could have issued the last certificate is tried.
fn validate_path(encounter: &Encounter<'_>, chain: &[Rc<Parsed>]) -> Result<(), Failure> {
    let Some(last) = chain.last() else { return Ok(()) };
    let message = "Path does not chain with any of the trust anchors";
    let mut failure =
        Failure::Thrown(Box::new(Thrown::new(Cause::Issuer, CERT_PATH_VALIDATOR, message).of(last)));
    for anchor in encounter.loaded.anchors.iter().filter(|anchor| may_have_issued(anchor, last)) {
        match validate(encounter, anchor, chain) {
            Ok(()) => return verify_trust_anchor(anchor, VALIDATION_FAILED),
            Err(later @ Failure::Thrown(_)) => failure = later,
            Err(other) => return Err(other),
        }
    }
    Err(failure.within(VALIDATOR, VALIDATION_FAILED))
}

/// `doBuild`
fn build_path(encounter: &Encounter<'_>, chain: &[Rc<Parsed>]) -> Result<(), Failure> {
    if let Some(anchor) = build::find_anchor(encounter, chain)? {
        return verify_trust_anchor(&anchor, BUILDING_FAILED);
    }
    const BUILDER: &str = "sun.security.provider.certpath.SunCertPathBuilderException";
    let message = "unable to find valid certification path to requested target";
    let thrown = Thrown::new(Cause::Issuer, BUILDER, message).within(VALIDATOR, BUILDING_FAILED);
    Err(match chain.first() {
        Some(first) => thrown.of(first),
        None => thrown,
    }
    .into())
}

/// `AdaptableX509CertSelector.match`: name, subject key identifier and serial number as `below` gives those of its issuer.
/// Recorded: ca-aki-mismatch-inter, ca-aki-issuer-serial-mismatch-server.
fn may_have_issued(anchor: &Parsed, below: &Parsed) -> bool {
    let (anchor, below) = (&anchor.certificate, &below.certificate);
    let Some(ExtensionContent::AuthorityKeyIdentifier(wanted)) =
        extension::read(below, "authorityKeyIdentifier")
    else {
        return anchor.subject.matches(&below.issuer);
    };
    let identifier = anchor.subject_key_identifier();
    let is_same_identifier = match (&wanted.key_identifier, identifier) {
        (Some(wanted), Some(found)) => wanted == found,
        _ => true,
    };
    let is_same_serial = match &wanted.authority_cert_serial_number {
        Some(serial) if matches!(anchor.version, Version::V3) => anchor.serial.is_same(serial),
        _ => true,
    };
    anchor.subject.matches(&below.issuer) && is_same_identifier && is_same_serial
}

/// `verifyTrustAnchor`: nothing but whether it may be a CA. Recorded: ca-bc-missing-root.
fn verify_trust_anchor(anchor: &Parsed, prefix: &str) -> Result<(), Failure> {
    let certificate = &anchor.certificate;
    let usage = extension::key_usage(certificate);
    let (cause, why) = if !matches!(certificate.version, Version::V3) {
        return Ok(());
    } else if path_length(certificate).is_none() {
        (Cause::Anchor, "is not a CA certificate")
    } else if usage.is_some_and(|usage| !usage.has(KeyUsage::KEY_CERT_SIGN)) {
        (Cause::KeyCertSign, "does not have keyCertSign bit set in KeyUsage extension")
    } else {
        return Ok(());
    };
    let message = format!("TrustAnchor with subject \"{}\" {why}", subject(certificate));
    Err(Thrown::new(cause, VALIDATOR, message).within(VALIDATOR, prefix).of(anchor).into())
}

/// `X500Principal.toString`: most specific first. Recorded: ca-bc-missing-root.
pub(super) fn subject(certificate: &Certificate) -> String {
    let rdns = certificate.subject.rdns.iter().rev();
    let texts = rdns.map(|rdn| {
        let attributes = rdn.attributes.iter().map(|attribute| {
            let is_plain = |c: char| !",+=\n<>#;\\\"".contains(c);
            let text = &attribute.text;
            let is_trimmed = text.trim() == text && !text.contains("  ");
            let quoted = if text.chars().all(is_plain) && is_trimmed {
                text.clone()
            } else {
                format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
            };
            format!("{}={quoted}", attribute.label())
        });
        attributes.collect::<Vec<_>>().join(" + ")
    });
    texts.collect::<Vec<_>>().join(", ")
}
