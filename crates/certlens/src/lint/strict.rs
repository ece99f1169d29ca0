//! A second opinion: where the strict DER parser of `x509-cert` stops.

use der::{Decode as _, Reader as _, SliceReader};
use x509_cert::certificate::{CertificateInner, Rfc5280};
use x509_cert::ext::pkix;

use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::oids;

/// The rule that a certificate is read by a strict parser too.
pub(crate) const STRICT: Rule = Rule {
    code: "strict-parser-stops",
    title: "a strict DER parser refuses the certificate",
    severity: Severity::Warning,
    citation: Citation::Practice("the crate x509-cert 0.3, which follows RFC 5280 and X.690 to the letter"),
    explanation: "Certlens reads what it can of a damaged certificate. A strict parser stops at the first departure \
                  from DER or from RFC 5280, and so do some TLS stacks, each at places of its own.",
    remedy: "Issue the certificate again with software that writes DER; the findings about the encoding say what to \
             look for.",
    kind: RuleKind::Lint,
};

/// Where the parser stops, and in which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stop {
    /// The byte, where the parser names one; otherwise the part it was given.
    pub(crate) at: ByteRange,
    /// What it says, with the byte counted from the first of the certificate.
    pub(crate) reason: String,
}

/// The first place where the strict parser stops; `None` if it reads everything.
pub(crate) fn stop(certificate: &Certificate) -> Option<Stop> {
    let whole = ByteRange::new(0, certificate.der.len());
    if let Err(error) = CertificateInner::<Rfc5280>::from_der(&certificate.der) {
        return Some(located(&error, whole));
    }
    certificate.extensions.iter().find_map(|extension| {
        let octets = extension.value.of(&certificate.der);
        let error = decode(oids::extension(&extension.oid)?, octets)?;
        Some(located(&error, extension.value))
    })
}

fn located(error: &der::Error, part: ByteRange) -> Stop {
    let position = error.position().and_then(|position| usize::try_from(u32::from(position)).ok());
    match position.map(|position| part.start + position) {
        Some(byte) => Stop {
            at: ByteRange::new(byte.min(part.end), (byte + 1).min(part.end)),
            reason: format!("stops at byte {byte}: {}", error.kind()),
        },
        None => Stop {
            at: part,
            reason: format!("stops between bytes {} and {}: {}", part.start, part.end, error.kind()),
        },
    }
}

/// The parser's error on the value of the extension called `name`; `None` if it reads it or does not know it.
fn decode(name: &str, octets: &[u8]) -> Option<der::Error> {
    fn error<'a, T: der::Decode<'a, Error = der::Error>>(octets: &'a [u8]) -> Option<der::Error> {
        let mut reader = SliceReader::new(octets).ok()?;
        match T::decode(&mut reader) {
            Ok(_) => reader.finish().err(),
            Err(error) => Some(error),
        }
    }
    match name {
        "basicConstraints" => error::<pkix::BasicConstraints>(octets),
        "keyUsage" => error::<pkix::KeyUsage>(octets),
        "extKeyUsage" => error::<pkix::ExtendedKeyUsage>(octets),
        "subjectAltName" => error::<pkix::SubjectAltName>(octets),
        "issuerAltName" => error::<pkix::IssuerAltName>(octets),
        "subjectKeyIdentifier" => error::<pkix::SubjectKeyIdentifier>(octets),
        "authorityKeyIdentifier" => error::<pkix::AuthorityKeyIdentifier>(octets),
        "nameConstraints" => error::<pkix::NameConstraints>(octets),
        "certificatePolicies" => error::<pkix::CertificatePolicies>(octets),
        "policyMappings" => error::<pkix::PolicyMappings>(octets),
        "policyConstraints" => error::<pkix::PolicyConstraints>(octets),
        "cRLDistributionPoints" => error::<pkix::CrlDistributionPoints>(octets),
        "authorityInfoAccess" => error::<pkix::AuthorityInfoAccessSyntax>(octets),
        _ => None,
    }
}
