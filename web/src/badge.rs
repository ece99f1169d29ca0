//! What a thing is and how long it is valid, in a word or two.

use certlens::report::document::CertificateDocument;
use yew::prelude::*;

use crate::icon::{Drawn, Icon};

/// How long it is valid still, with a mark of its own.
pub(crate) fn validity(certificate: &CertificateDocument) -> Html {
    let (class, icon) = match certificate.validity_state.as_str() {
        "valid" => ("pass", Icon::Clock),
        "expired" | "not-yet-valid" => ("error", Icon::Fail),
        _ => ("undetermined", Icon::Undetermined),
    };
    html! { <span class={classes!("badge", class)}><Drawn {icon} />{ &certificate.validity }</span> }
}

/// The label of a role.
pub(crate) fn role(role: &str) -> &'static str {
    match role {
        "ca" => "CA",
        "server" => "Server",
        "client" => "Client",
        "server-and-client" => "Server and client",
        "any" => "Any purpose",
        _ => "Other purpose",
    }
}

/// The label of a kind of object.
pub(crate) fn kind(kind: &str) -> &'static str {
    match kind {
        "certificate" => "Certificate",
        "private-key" => "Private key",
        "public-key" => "Public key",
        "certification-request" => "Request",
        "certificate-revocation-list" => "Revocation list",
        "ocsp-response" => "OCSP response",
        "container" => "Not opened",
        _ => "Unreadable",
    }
}
