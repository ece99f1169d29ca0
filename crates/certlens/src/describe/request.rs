//! Certification requests in words.

use crate::describe::{Node, certificate, extension, key};
use crate::x509::request::CertificationRequest;

pub(super) fn describe(request: &CertificationRequest) -> Node {
    let mut fields = vec![certificate::name("Subject", &request.subject)];
    fields.extend(request.public_key.as_ref().map(key::public));
    let extensions = request.extensions.iter().map(|e| extension::describe(e, &request.der));
    fields.push(Node::new("Requested extensions", request.extensions.len().to_string()).with(extensions));
    if request.has_challenge_password {
        fields.push(
            Node::new("Challenge password", "present")
                .note("In clear, among the bytes: whoever has this request can read it."),
        );
    }
    fields.push(certificate::algorithm("Signature algorithm", &request.signature_algorithm));
    fields.push(Node::new("Signature", format!("{} octets", request.signature.len())).at(request.signature));
    Node::new("Certification request", request.subject.to_string()).with(fields)
}
