//! Revocation lists in words.

use crate::describe::{Node, certificate, extension};
use crate::pin::colons;
use crate::x509::certificate_list::{CertificateList, RevokedCertificate, reason_name};
use crate::x509::extension::ExtensionContent;

/// Entries beyond this are counted, not shown; lists of public CAs have hundreds of thousands.
const SHOWN: usize = 200;

pub(super) fn describe(list: &CertificateList) -> Node {
    let mut fields =
        vec![certificate::name("Issuer", &list.issuer), certificate::time("This update", &list.this_update)];
    fields.extend(list.next_update.as_ref().map(|time| certificate::time("Next update", time)));
    fields.push(certificate::algorithm("Signature algorithm", &list.signature_algorithm));
    let extensions = list.extensions.iter().map(|e| extension::describe(e, &list.der));
    fields.push(Node::new("Extensions", list.extensions.len().to_string()).with(extensions));
    let revoked = Node::new("Revoked certificates", list.revoked.len().to_string());
    let more = list.revoked.len().saturating_sub(SHOWN);
    let rest = (more > 0).then(|| Node::new("Not shown", format!("{more} more")));
    fields.push(revoked.with(list.revoked.iter().take(SHOWN).map(entry)).with(rest));
    Node::new("Certificate revocation list", list.issuer.to_string()).with(fields)
}

fn entry(entry: &RevokedCertificate) -> Node {
    let reason = entry.extensions.iter().find_map(|extension| match extension.content {
        ExtensionContent::ReasonCode(reason) => Some(reason_name(u64::from(reason))),
        _ => None,
    });
    Node::new("Serial number", colons(&entry.serial.octets))
        .at(entry.serial.range)
        .with([certificate::time("Revoked", &entry.date)])
        .with(reason.map(|reason| Node::new("Reason", reason)))
}
