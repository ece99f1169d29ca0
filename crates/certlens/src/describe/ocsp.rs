//! OCSP responses in words.

use crate::describe::{Node, certificate};
use crate::pin::colons;
use crate::x509::certificate_list::reason_name;
use crate::x509::ocsp::{BasicOcspResponse, CertificateStatus, OcspResponse, ResponderId, SingleResponse};

pub(super) fn describe(response: &OcspResponse) -> Node {
    let status = match response.status {
        Some(0) => "successful",
        Some(1) => "malformedRequest",
        Some(2) => "internalError",
        Some(3) => "tryLater",
        Some(5) => "sigRequired",
        Some(6) => "unauthorized",
        _ => "unreadable",
    };
    let basic = response.basic.as_ref().map_or_else(Vec::new, basic);
    Node::new("OCSP response", status).with(basic)
}

fn basic(response: &BasicOcspResponse) -> Vec<Node> {
    let responder = match &response.responder {
        ResponderId::Name(name) => certificate::name("Responder", name),
        ResponderId::Key(hash) => Node::new("Responder key SHA-1", colons(hash)),
        ResponderId::Unreadable => Node::new("Responder", "unreadable"),
    };
    let mut nodes = vec![responder, certificate::time("Produced at", &response.produced_at)];
    nodes.extend(response.responses.iter().map(single));
    nodes.push(certificate::algorithm("Signature algorithm", &response.signature_algorithm));
    // Places in an enclosed certificate count from its own first byte, not from that of the response.
    let certificates =
        response.certificates.iter().map(|(enclosed, _)| certificate::describe(enclosed).without_places());
    nodes.push(Node::new("Certificates", response.certificates.len().to_string()).with(certificates));
    nodes
}

fn single(response: &SingleResponse) -> Node {
    let status = match &response.status {
        CertificateStatus::Good => Node::new("Status", "good"),
        CertificateStatus::Unknown => Node::new("Status", "unknown"),
        CertificateStatus::Unreadable => Node::new("Status", "unreadable"),
        CertificateStatus::Revoked { time, reason } => Node::new("Status", "revoked")
            .with([certificate::time("Revoked", time)])
            .with(reason.map(|reason| Node::new("Reason", reason_name(reason)))),
    };
    let mut node = Node::new("Certificate", colons(&response.serial.octets))
        .at(response.serial.range)
        .with([status, certificate::time("This update", &response.this_update)]);
    node.children.extend(response.next_update.as_ref().map(|time| certificate::time("Next update", time)));
    node
}
