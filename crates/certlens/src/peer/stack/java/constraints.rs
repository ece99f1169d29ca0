//! Name constraints as Java has them (`NameConstraintsExtension.verify`); those of the anchor are not looked at.

use core::net::IpAddr;

use crate::peer::cause::Cause;
use crate::peer::stack::java::extension;
use crate::peer::stack::java::extension::names::is_dns_name;
use crate::peer::stack::java::subtree::{Relation, relation};
use crate::peer::stack::java::thrown::{CERT_PATH_VALIDATOR, IO, Thrown};
use crate::peer::stack::java::validate::{Failure, check_failed};
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::name_constraints::{GeneralSubtree, NameConstraints};
use crate::x509::general_name::GeneralNameValue;
use crate::x509::oids;

/// Names compared with subtrees here; Java compares them all.
const MOST_COMPARISONS: usize = 250_000;

/// The constraints of the CAs above.
#[derive(Debug, Default)]
pub(super) struct Constraints<'a>(Vec<&'a NameConstraints>);

impl<'a> Constraints<'a> {
    /// Those of one more CA (`ConstraintsChecker.mergeNameConstraints`); each is kept as it is, which allows what their merger does.
    pub(super) fn add(&mut self, certificate: &'a Certificate) {
        if let Some(ExtensionContent::NameConstraints(constraints)) =
            extension::read(certificate, "nameConstraints")
        {
            self.0.push(constraints);
        }
    }

    /// `ConstraintsChecker.verifyNameConstraints`: of a self-issued CA only the last certificate's names count.
    pub(super) fn check(&self, certificate: &Certificate, is_last: bool) -> Result<(), Failure> {
        if self.0.is_empty() || (certificate.is_self_issued() && !is_last) {
            return Ok(());
        }
        let names = names(certificate);
        let count = |list: &Option<Vec<GeneralSubtree>>| list.as_ref().map_or(0, Vec::len);
        let listed =
            self.0.iter().map(|constraints| count(&constraints.permitted) + count(&constraints.excluded));
        if listed.sum::<usize>().saturating_mul(names.len()) > MOST_COMPARISONS {
            let label = certificate.label();
            let reason = format!(
                "certificate `{label}` has too many names to be compared with the name constraints above it"
            );
            return Err(Failure::Unknown(reason));
        }
        for constraints in &self.0 {
            check_distances(constraints)?;
            for name in &names {
                if !verify(name, constraints)? {
                    let message = "name constraints check failed";
                    return Err(check_failed(Cause::NameConstraints, message).into());
                }
            }
        }
        Ok(())
    }
}

/// Neither `minimum` nor `maximum` is supported.
fn check_distances(constraints: &NameConstraints) -> Result<(), Failure> {
    let subtrees = || [&constraints.excluded, &constraints.permitted].into_iter().flatten().flatten();
    let message = if subtrees().any(|subtree| subtree.minimum != Some(0)) {
        "Non-zero minimum BaseDistance in name constraints not supported"
    } else if subtrees().any(|subtree| subtree.has_maximum) {
        "Maximum BaseDistance in name constraints not supported"
    } else {
        return Ok(());
    };
    let outer = format!("{IO}: {message}");
    Err(Thrown::new(Cause::NameConstraints, CERT_PATH_VALIDATOR, outer).caused_by(IO, message).into())
}

/// `NameConstraintsExtension.verify(GeneralNameInterface)`: outside every subtree that is excluded, and within one of those of its
/// form that are permitted, if there are any.
fn verify(name: &GeneralNameValue, constraints: &NameConstraints) -> Result<bool, Failure> {
    for subtree in constraints.excluded.iter().flatten() {
        if relation(&subtree.base.value, name)? == Relation::Within {
            return Ok(false);
        }
    }
    let mut has_form = false;
    for subtree in constraints.permitted.iter().flatten() {
        match relation(&subtree.base.value, name)? {
            Relation::Within => return Ok(true),
            Relation::Outside => has_form = true,
            Relation::OtherForm => {}
        }
    }
    Ok(!has_form)
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
