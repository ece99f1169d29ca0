//! Extensions as Java reads them (`sun.security.x509.CertificateExtensions`).

mod constructors;
pub(super) mod names;

use std::collections::HashSet;

use crate::der::oid::Oid;
use crate::peer::stack::java::extension::constructors::construct;
use crate::peer::stack::java::fields::unreadable;
use crate::peer::stack::java::thrown::Thrown;
use crate::peer::stack::java::value::OPEN_LENGTH;
use crate::x509::certificate::Certificate;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::GeneralName;
use crate::x509::oids;

/// No extension twice, and every critical one of a known kind readable (`CertificateExtensions.parseExtension`). Recorded:
/// ext-duplicate-san-server, ext-ku-garbage-server, ext-san-garbage-client.
pub(super) fn check_all(certificate: &Certificate) -> Result<(), Thrown> {
    let mut seen = HashSet::new();
    for extension in &certificate.extensions {
        match why_unreadable(certificate, extension) {
            Some(why) if extension.critical => return Err(unreadable(&why)),
            Some(_) => continue,
            None => {}
        }
        if !seen.insert(&extension.oid) {
            return Err(unreadable("Duplicate extensions not allowed"));
        }
    }
    Ok(())
}

/// What an extension says, if it is there and Java can read it.
/// (`UnparseableExtension`). Recorded: ext-bc-garbage-server, ext-aki-garbage-server.
pub(super) fn read<'a>(certificate: &'a Certificate, name: &str) -> Option<&'a ExtensionContent> {
    let extension = certificate.extension(name)?;
    why_unreadable(certificate, extension).is_none().then_some(&extension.content)
}

/// `getKeyUsage`
pub(super) fn key_usage(certificate: &Certificate) -> Option<KeyUsage> {
    match read(certificate, "keyUsage")? {
        ExtensionContent::KeyUsage(usage) => Some(*usage),
        _ => None,
    }
}

/// `getExtendedKeyUsage`
pub(super) fn purposes(certificate: &Certificate) -> Option<&[Oid]> {
    match read(certificate, "extKeyUsage")? {
        ExtensionContent::ExtendedKeyUsage(purposes) => Some(purposes),
        _ => None,
    }
}

/// `getSubjectAlternativeNames`
pub(super) fn alternative_names(certificate: &Certificate) -> Option<&[GeneralName]> {
    match read(certificate, "subjectAltName")? {
        ExtensionContent::SubjectAltName(names) => Some(names),
        _ => None,
    }
}

/// Why the constructor of the extension's class throws; `None` where it does not, or the extension has no class.
fn why_unreadable(certificate: &Certificate, extension: &Extension) -> Option<String> {
    let name = oids::extension(&extension.oid)?;
    let constructed = construct(name, extension.critical, extension.value.of(&certificate.der));
    constructed.err().filter(|why| why != OPEN_LENGTH)
}
