//! What `X509_V_FLAG_X509_STRICT` adds (`check_extensions` of `crypto/x509/x509_vfy.c`).

use super::code::{self, Code};
use super::x509::X509;
use crate::x509::extension::key_usage::KeyUsage;

/// What is wrong with a certificate of a chain of two or more; `is_last` is true of the one at its top.
pub(in crate::peer::stack) fn check(x509: &X509, is_last: bool) -> Vec<Code> {
    let certificate = x509.certificate();
    let usage = x509.key_usage().unwrap_or_default();
    let signs = usage.has(KeyUsage::KEY_CERT_SIGN);
    let is_ca = x509.is_ca();
    let names = x509.alternative_names();
    let is_nameless = certificate.subject.is_empty();
    let is_v3 = certificate.version.number().is_some_and(|version| version >= 3);
    let key_identifier =
        certificate.authority_key_identifier().and_then(|identifier| identifier.key_identifier.as_ref());
    let algorithms_differ = certificate.inner_algorithm.oid != certificate.signature_algorithm.oid
        || certificate.inner_algorithm.parameters != certificate.signature_algorithm.parameters;
    let checks = [
        (x509.path_len().is_some() && !is_ca, code::PATHLEN_NON_CA),
        (x509.path_len().is_some() && !signs, code::PATHLEN_NO_CERT_SIGN),
        (is_ca && !x509.is_critical("basicConstraints"), code::BASIC_NOT_CRITICAL),
        (is_ca && x509.key_usage().is_none(), code::CA_WITHOUT_KEY_USAGE),
        (!is_ca && signs, code::CERT_SIGN_NON_CA),
        (certificate.issuer.is_empty(), code::ISSUER_EMPTY),
        (is_nameless && (is_ca || usage.has(KeyUsage::CRL_SIGN) || names.is_none()), code::SUBJECT_EMPTY),
        (is_nameless && names.is_some() && !x509.is_critical("subjectAltName"), code::SAN_NOT_CRITICAL),
        (names.is_some_and(<[_]>::is_empty), code::EMPTY_SAN),
        (algorithms_differ, code::ALGORITHMS_DIFFER),
        (x509.is_critical("authorityKeyIdentifier"), code::AKI_CRITICAL),
        (x509.is_critical("subjectKeyIdentifier"), code::SKI_CRITICAL),
        (is_v3 && !is_last && key_identifier.is_none(), code::MISSING_AKI),
        (is_v3 && is_ca && certificate.subject_key_identifier().is_none(), code::MISSING_SKI),
        (!is_v3 && !certificate.extensions.is_empty(), code::EXTENSIONS_NEED_V3),
    ];
    checks.into_iter().filter(|(fails, _)| *fails).map(|(_, code)| code).collect()
}
