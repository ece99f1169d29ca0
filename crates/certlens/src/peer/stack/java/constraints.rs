//! Name constraints as Java has them (`NameConstraintsExtension.verify`); those of the anchor are not looked at.

use core::net::IpAddr;

use crate::path::name_constraints::{Base, ConstrainedName, Fit};
use crate::peer::cause::Cause;
use crate::peer::stack::java::extension;
use crate::peer::stack::java::thrown::Thrown;
use crate::peer::stack::java::validate::check_failed;
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::name_constraints::{GeneralSubtree, NameConstraints};
use crate::x509::general_name::{GeneralName, GeneralNameValue};
use crate::x509::oids;

/// The constraints of the CAs above.
#[derive(Debug, Default)]
pub(super) struct Constraints<'a>(Vec<&'a NameConstraints>);

impl<'a> Constraints<'a> {
    /// Those of one more CA.
    pub(super) fn add(&mut self, certificate: &'a Certificate) {
        if let Some(ExtensionContent::NameConstraints(constraints)) =
            extension::read(certificate, "nameConstraints")
        {
            self.0.push(constraints);
        }
    }

    /// `ConstraintsChecker.verifyNameConstraints`: of a self-issued CA only the last certificate's names count.
    pub(super) fn check(&self, certificate: &Certificate, is_last: bool) -> Result<(), Thrown> {
        if self.0.is_empty() || (certificate.is_self_issued() && !is_last) {
            return Ok(());
        }
        let names = names(certificate);
        let subtrees = |list: &Option<Vec<GeneralSubtree>>| list.clone().unwrap_or_default();
        let is_allowed = |constraints: &&NameConstraints| {
            let (permitted, excluded) = (subtrees(&constraints.permitted), subtrees(&constraints.excluded));
            names.iter().all(|name| is_permitted(name, &permitted) && !is_within_any(name, &excluded))
        };
        if self.0.iter().all(is_allowed) {
            return Ok(());
        }
        Err(check_failed(Cause::NameConstraints, "name constraints check failed"))
    }
}

/// Its subject and the names of subjectAltName; e-mail addresses of the subject where there are none, and the common name
/// for an address or a DNS name where there is none of that form. Recorded: nc-cn-no-san, nc-dns-permit-leaf-no-dns.
fn names(certificate: &Certificate) -> Vec<GeneralNameValue> {
    let subject = &certificate.subject;
    let mut names = Vec::new();
    if !subject.is_empty() {
        names.push(GeneralNameValue::Directory(subject.clone()));
    }
    match extension::alternative_names(certificate) {
        Some(alternatives) => names.extend(alternatives.iter().map(|name| name.value.clone())),
        None => {
            let mails =
                subject.attributes().filter(|attribute| attribute.oid.octets() == oids::EMAIL_ADDRESS);
            names.extend(mails.map(|mail| GeneralNameValue::Rfc822(mail.text.clone().into_bytes())));
        }
    }
    let common_name = subject.common_name().unwrap_or_default();
    match common_name.parse::<IpAddr>() {
        Ok(_) if names.iter().any(|name| matches!(name, GeneralNameValue::Ip(_))) => {}
        Ok(IpAddr::V4(address)) => names.push(GeneralNameValue::Ip(address.octets().to_vec())),
        Ok(IpAddr::V6(address)) => names.push(GeneralNameValue::Ip(address.octets().to_vec())),
        Err(_) => {
            let has_dns = names.iter().any(|name| matches!(name, GeneralNameValue::Dns(_)));
            if !has_dns && is_dns_name(common_name) {
                names.push(GeneralNameValue::Dns(common_name.as_bytes().to_vec()));
            }
        }
    }
    names
}

/// `new DNSName(String)`
fn is_dns_name(text: &str) -> bool {
    let is_label = |label: &str| {
        label.starts_with(|c: char| c.is_ascii_alphanumeric())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.split('.').all(is_label)
}

fn is_permitted(name: &GeneralNameValue, permitted: &[GeneralSubtree]) -> bool {
    let mut same_form = permitted.iter().filter(|subtree| is_same_form(name, &subtree.base)).peekable();
    same_form.peek().is_none() || same_form.any(|subtree| is_within(name, &subtree.base))
}

fn is_within_any(name: &GeneralNameValue, excluded: &[GeneralSubtree]) -> bool {
    excluded.iter().any(|subtree| is_same_form(name, &subtree.base) && is_within(name, &subtree.base))
}

fn is_same_form(name: &GeneralNameValue, base: &GeneralName) -> bool {
    core::mem::discriminant(name) == core::mem::discriminant(&base.value)
}

/// `GeneralNameInterface.constrains`: the name is the base, or narrower.
fn is_within(name: &GeneralNameValue, base: &GeneralName) -> bool {
    match (name, &base.value) {
        (GeneralNameValue::Dns(name), GeneralNameValue::Dns(base)) => is_subdomain(name, base),
        (GeneralNameValue::Ip(name), GeneralNameValue::Ip(network)) => is_in_network(name, network),
        _ => ConstrainedName::of(name).fits(&Base::of(&base.value)) == Fit::Within,
    }
}

/// A wildcard is a label like any other. Recorded: nc-dns-exclude-wildcard.
fn is_subdomain(name: &[u8], base: &[u8]) -> bool {
    let (name, base) = (name.to_ascii_lowercase(), base.to_ascii_lowercase());
    match name.strip_suffix(base.as_slice()) {
        Some([]) => true,
        Some(before) => before.ends_with(b".") != base.starts_with(b"."),
        None => false,
    }
}

/// The mask may have any bits. Recorded: nc-bad-ip-mask.
fn is_in_network(name: &[u8], network: &[u8]) -> bool {
    let (base, mask) = network.split_at_checked(network.len() / 2).unwrap_or_default();
    name.len() == base.len()
        && name.iter().zip(base).zip(mask).all(|((name, base), mask)| (name ^ base) & mask == 0)
}
