//! What a thing is and how long it is valid, in a word or two.

use certlens::inventory::ObjectKind;
use certlens::report::document::CertificateDocument;
use certlens::report::vocabulary::{CertificateRole, ValidityState};
use yew::prelude::*;

use crate::icon::{Drawn, Icon};

/// How long it is valid still, with a mark of its own.
pub(crate) fn validity(certificate: &CertificateDocument) -> Html {
    let (class, icon) = match certificate.validity_state {
        ValidityState::Valid => ("pass", Icon::Clock),
        ValidityState::Expired | ValidityState::NotYetValid => ("error", Icon::Fail),
        ValidityState::Unreadable => ("undetermined", Icon::Undetermined),
    };
    html! { <span class={classes!("badge", class)}><Drawn {icon} />{ &certificate.validity }</span> }
}

/// The label of a role.
pub(crate) const fn role(role: CertificateRole) -> &'static str {
    match role {
        CertificateRole::Ca => "CA",
        CertificateRole::Server => "Server",
        CertificateRole::Client => "Client",
        CertificateRole::ServerAndClient => "Server and client",
        CertificateRole::Any => "Any purpose",
        CertificateRole::Other => "Other purpose",
    }
}

/// The label of a kind of object.
pub(crate) const fn kind(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Certificate => "Certificate",
        ObjectKind::PrivateKey => "Private key",
        ObjectKind::PublicKey => "Public key",
        ObjectKind::CertificationRequest => "Request",
        ObjectKind::CertificateRevocationList => "Revocation list",
        ObjectKind::OcspResponse => "OCSP response",
        ObjectKind::Container => "Not opened",
        ObjectKind::Unreadable => "Unreadable",
    }
}
