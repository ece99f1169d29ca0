//! What a certificate is for, as far as it says so itself.

use crate::der::oid::Oid;
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::oids;

/// True if extKeyUsage lists the purpose with these content octets.
pub(super) fn lists(certificate: &Certificate, purpose: &[u8]) -> bool {
    certificate.extended_key_usage().is_some_and(|purposes| has(purposes, purpose))
}

pub(super) fn has(purposes: &[Oid], purpose: &[u8]) -> bool {
    purposes.iter().any(|found| found.octets() == purpose)
}

/// True for a certificate that a peer presents: it neither is a CA nor signs certificates.
pub(super) fn is_end_entity(certificate: &Certificate) -> bool {
    use crate::x509::extension::key_usage::KeyUsage;
    !certificate.is_ca() && !certificate.key_usage().is_some_and(|usage| usage.has(KeyUsage::KEY_CERT_SIGN))
}

/// True for an end entity that says it is a TLS server, or says no purpose and has a name to dial.
pub(super) fn is_server(certificate: &Certificate) -> bool {
    let named = || {
        let names = certificate.subject_alternative_names().unwrap_or_default();
        names.iter().any(|name| matches!(name.value, GeneralNameValue::Dns(_) | GeneralNameValue::Ip(_)))
    };
    is_end_entity(certificate)
        && (lists(certificate, oids::SERVER_AUTH) || certificate.extended_key_usage().is_none() && named())
}

/// True for an end entity that says it is a TLS client and does not say it is a server.
pub(super) fn is_client_only(certificate: &Certificate) -> bool {
    is_end_entity(certificate)
        && lists(certificate, oids::CLIENT_AUTH)
        && !lists(certificate, oids::SERVER_AUTH)
}

/// True for an end entity that says nothing that would keep it from TLS.
pub(super) fn is_for_tls(certificate: &Certificate) -> bool {
    is_end_entity(certificate)
        && certificate.extended_key_usage().is_none_or(|purposes| {
            [oids::SERVER_AUTH, oids::CLIENT_AUTH, oids::ANY_EXTENDED_KEY_USAGE]
                .iter()
                .any(|purpose| has(purposes, purpose))
        })
}
