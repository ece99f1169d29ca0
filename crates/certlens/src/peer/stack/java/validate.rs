//! The checks of a path, from the anchor down, in the order in which Java makes them of each certificate
//! (`sun.security.provider.certpath.PKIXCertPathValidator`).

use std::rc::Rc;

use crate::crypto::signature::{SignatureCheck, is_made_by};
use crate::der::tag::SEQUENCE;
use crate::peer::alert::Alert;
use crate::peer::cause::Cause;
use crate::peer::encounter::Encounter;
use crate::peer::shelf::Parsed;
use crate::peer::stack::java::algorithms;
use crate::peer::stack::java::certificate::path_length;
use crate::peer::stack::java::constraints::Constraints;
use crate::peer::stack::java::extension;
use crate::peer::stack::java::policy::Policies;
use crate::peer::stack::java::thrown::{CERT_PATH_VALIDATOR, IO, SIGNATURE, Thrown};
use crate::peer::stack::java::time::instant;
use crate::peer::stack::java::value::{Value, Why};
use crate::time::Timestamp;
use crate::x509::algorithm::SignatureAlgorithm;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;
use crate::x509::public_key::{KeyKind, PublicKey};

/// Why there is no path.
#[derive(Debug)]
pub(super) enum Failure {
    Thrown(Box<Thrown>),
    /// An exception that neither the validator nor the builder expects, with the text that the handshake ends in.
    Uncaught {
        cause: Cause,
        alert: Alert,
        text: String,
    },
    /// Why it cannot be told what Java does.
    Unknown(String),
}

impl Failure {
    pub(super) fn within(self, class: &'static str, message: &str) -> Self {
        match self {
            Self::Thrown(thrown) => Self::Thrown(Box::new(thrown.within(class, message))),
            other => other,
        }
    }
}

impl From<Thrown> for Failure {
    fn from(thrown: Thrown) -> Self {
        Self::Thrown(Box::new(thrown))
    }
}

/// A `CertPathValidatorException` thrown by a checker: `PKIXMasterCertPathValidator` throws it again around itself.
pub(super) fn check_failed(cause: Cause, message: &str) -> Thrown {
    Thrown::new(cause, CERT_PATH_VALIDATOR, message).caused_by(CERT_PATH_VALIDATOR, message)
}

/// What has been gathered on the way down from the anchor.
struct State<'a> {
    signer: &'a Rc<Parsed>,
    /// How many more CAs may follow.
    max_path_length: u64,
    constraints: Constraints<'a>,
    policies: Policies,
}

/// Whether `chain`, the end entity first, holds below `anchor`.
/// Recorded: anchor-client-ca-differs, ca-pathlen-inter-0-exceeded.
pub(super) fn validate(
    encounter: &Encounter<'_>,
    anchor: &Rc<Parsed>,
    chain: &[Rc<Parsed>],
) -> Result<(), Failure> {
    let length = chain.len();
    let mut state = State {
        signer: anchor,
        max_path_length: u64::try_from(length).unwrap_or(u64::MAX),
        constraints: Constraints::default(),
        policies: Policies::new(length),
    };
    for (index, cert) in chain.iter().rev().enumerate() {
        let is_last = index + 1 == length;
        let checked = check(encounter, cert, index == 0, is_last, &mut state);
        checked.map_err(|failure| match failure {
            Failure::Thrown(thrown) => thrown.of(cert).into(),
            other => other,
        })?;
        state.signer = cert;
    }
    Ok(())
}

/// `PKIXMasterCertPathValidator.validate`, one certificate
fn check<'a>(
    encounter: &Encounter<'_>,
    cert: &'a Rc<Parsed>,
    is_first: bool,
    is_last: bool,
    state: &mut State<'a>,
) -> Result<(), Failure> {
    let certificate = &cert.certificate;
    algorithms::check(&state.signer.certificate, certificate, is_first)?;
    if !is_last {
        check_key_cert_sign(certificate)?;
        check_basic_constraints(certificate, is_first, state)?;
    }
    state.constraints.check(certificate, is_last)?;
    state.constraints.add(certificate);
    state.policies.check(certificate, is_last)?;
    check_validity(certificate, encounter.time)?;
    if !certificate.issuer.matches(&state.signer.certificate.subject) {
        return Err(check_failed(Cause::Issuer, "subject/issuer name chaining check failed").into());
    }
    check_signature(encounter, state.signer, cert)?;
    algorithms::check_key_usage(certificate)?;
    if certificate.extensions.iter().any(|extension| extension.critical && !is_known(&extension.oid)) {
        let message = "unrecognized critical extension(s)";
        return Err(Thrown::new(Cause::CriticalExtension, CERT_PATH_VALIDATOR, message).into());
    }
    Ok(())
}

/// The critical extensions that one of the checkers deals with. Recorded: ext-ski-critical-server, ext-crldp-critical-server.
pub(super) fn is_known(oid: &crate::der::oid::Oid) -> bool {
    matches!(
        oids::extension(oid),
        Some(
            "keyUsage"
                | "extKeyUsage"
                | "subjectAltName"
                | "basicConstraints"
                | "nameConstraints"
                | "certificatePolicies"
                | "policyMappings"
                | "policyConstraints"
                | "inhibitAnyPolicy"
        )
    )
}

/// `KeyChecker.verifyCAKeyUsage`
/// Recorded: ca-leaf-ku-inter.
pub(super) fn check_key_cert_sign(certificate: &Certificate) -> Result<(), Thrown> {
    match extension::key_usage(certificate) {
        Some(usage) if !usage.has(KeyUsage::KEY_CERT_SIGN) => {
            Err(check_failed(Cause::KeyCertSign, "CA key usage check failed: keyCertSign bit is not set"))
        }
        _ => Ok(()),
    }
}

/// `ConstraintsChecker.checkBasicConstraints`
/// Recorded: ca-bc-missing-inter, ca-v1-inter, ca-pathlen-inter-0-exceeded.
fn check_basic_constraints(
    certificate: &Certificate,
    is_first: bool,
    state: &mut State<'_>,
) -> Result<(), Thrown> {
    let path_length = match certificate.version {
        Version::V1 | Version::V2 => (is_first && certificate.is_self_issued()).then_some(u64::MAX),
        _ => path_length(certificate),
    };
    let Some(path_length) = path_length else {
        return Err(check_failed(
            Cause::CaFlag,
            "basic constraints check failed: this is not a CA certificate",
        ));
    };
    if !certificate.is_self_issued() {
        let message = "basic constraints check failed: pathLenConstraint violated - this cert must be the last cert in the \
                       certification path";
        let left = state.max_path_length.checked_sub(1);
        state.max_path_length = left.ok_or_else(|| check_failed(Cause::PathLength, message))?;
    }
    state.max_path_length = state.max_path_length.min(path_length);
    Ok(())
}

/// `BasicChecker.verifyValidity`, `CertificateValidity.valid`
/// Recorded: expired-server, validity-reversed-client.
pub(super) fn check_validity(certificate: &Certificate, now: Timestamp) -> Result<(), Thrown> {
    let failed = |cause, alert, class, label: &str, time: Timestamp| {
        let thrown = Thrown::new(cause, CERT_PATH_VALIDATOR, "validity check failed");
        thrown.caused_by(class, format!("{label}: {}", date(time))).alerting(alert)
    };
    let validity = &certificate.validity;
    let (not_before, not_after) = (instant(&validity.not_before)?, instant(&validity.not_after)?);
    if not_before > now {
        let class = "java.security.cert.CertificateNotYetValidException";
        return Err(failed(Cause::NotYetValid, Alert::BAD_CERTIFICATE, class, "NotBefore", not_before));
    }
    if not_after < now {
        let class = "java.security.cert.CertificateExpiredException";
        return Err(failed(Cause::Expired, Alert::CERTIFICATE_EXPIRED, class, "NotAfter", not_after));
    }
    Ok(())
}

/// `Date.toString`: `Thu Jan 01 00:00:00 UTC 2026`
fn date(time: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let civil = time.civil();
    let name = |names: &[&'static str], index: i64| {
        usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
    };
    let day = name(&DAYS, time.0.div_euclid(crate::time::DAY).rem_euclid(7));
    let month = name(&MONTHS, civil.month - 1);
    format!(
        "{day} {month} {:02} {:02}:{:02}:{:02} UTC {}",
        civil.day, civil.hour, civil.minute, civil.second, civil.year
    )
}

/// What a `Signature` says of a key that is not for it: that of EdDSA itself, of others the one who looks for a provider.
pub(super) fn why_unsupported(algorithm: &SignatureAlgorithm, key: &PublicKey) -> String {
    let class = match &key.kind {
        _ if matches!(algorithm, SignatureAlgorithm::Ed25519 | SignatureAlgorithm::Ed448) => {
            return "Unsupported key type".to_owned();
        }
        KeyKind::Rsa(_) | KeyKind::RsaPss(_) => "rsa.RSAPublicKeyImpl",
        KeyKind::Ec(_) => "ec.ECPublicKeyImpl",
        KeyKind::Ed25519 | KeyKind::Ed448 => "ec.ed.EdDSAPublicKeyImpl",
        KeyKind::Dsa { .. } => "provider.DSAPublicKeyImpl",
        _ => "x509.X509Key",
    };
    format!("No installed provider supports this key: sun.security.{class}")
}

/// `ECUtil.decodeSignature`: two integers in DER, and nothing else.
fn check_pair(octets: &[u8]) -> Result<(), Why> {
    const INVALID: &str = "Invalid encoding for signature";
    let mut rest = octets;
    let pair = Value::next(&mut rest)?.tagged(SEQUENCE, "Not the correct tag")?;
    let numbers = pair.members().collect::<Result<Vec<_>, _>>()?;
    if numbers.len() != 2 || !rest.is_empty() {
        return Err(INVALID.to_owned());
    }
    numbers.into_iter().try_for_each(|number| match number.big_integer()? {
        [0, second, ..] if second & 0x80 == 0 => Err("Invalid encoding: redundant leading 0s".to_owned()),
        _ => Ok(()),
    })
}

/// `BasicChecker.verifySignature`
/// Recorded: sig-corrupt-server, sig-corrupt-rsa-server, key-ca-p521.
pub(super) fn check_signature(
    encounter: &Encounter<'_>,
    signer: &Rc<Parsed>,
    cert: &Rc<Parsed>,
) -> Result<(), Failure> {
    let failed = |class, why: &str| {
        Thrown::new(Cause::Signature, CERT_PATH_VALIDATOR, "signature check failed").caused_by(class, why)
    };
    let certificate = &cert.certificate;
    let key = signer.certificate.public_key.as_ref();
    if let Some(curve) = key.and_then(algorithms::unsupported_curve) {
        let thrown = failed(SIGNATURE, &format!("Curve not supported: {curve}"));
        return Err(thrown.alerting(Alert::BAD_CERTIFICATE).into());
    }
    let algorithm = certificate.signature_algorithm.signature();
    if let Some(key) = key
        && !is_made_by(&algorithm, key)
    {
        return Err(failed("java.security.InvalidKeyException", &why_unsupported(&algorithm, key)).into());
    }
    if let SignatureAlgorithm::Unknown(oid) = &algorithm {
        let class = "java.security.NoSuchAlgorithmException";
        return Err(failed(class, &format!("{oid} Signature not available")).into());
    }
    if matches!(algorithm, SignatureAlgorithm::RsaPss(None)) {
        let thrown = failed(SIGNATURE, "Parameters required for RSASSA-PSS signatures");
        return Err(thrown.alerting(Alert::BAD_CERTIFICATE).into());
    }
    match encounter.shelf.signature(signer, cert) {
        SignatureCheck::Valid => Ok(()),
        SignatureCheck::Invalid => {
            let octets = certificate.signature_octets();
            if let SignatureAlgorithm::Ecdsa(_) = algorithm
                && let Err(why) = check_pair(octets)
            {
                let thrown = failed(SIGNATURE, "Invalid encoding for signature").caused_by(IO, why);
                return Err(thrown.alerting(Alert::BAD_CERTIFICATE).into());
            }
            let found = octets.len();
            let why = match key.map(|key| &key.kind) {
                Some(KeyKind::Rsa(rsa)) if rsa.bits.div_ceil(8) != found => {
                    format!("Bad signature length: got {found} but was expecting {}", rsa.bits.div_ceil(8))
                }
                _ => "Signature does not match.".to_owned(),
            };
            Err(failed(SIGNATURE, &why).alerting(Alert::BAD_CERTIFICATE).into())
        }
        SignatureCheck::Undetermined(reason) => {
            let label = certificate.label();
            Err(Failure::Unknown(format!(
                "the signature of certificate `{label}` was not checked, because {reason}"
            )))
        }
    }
}
