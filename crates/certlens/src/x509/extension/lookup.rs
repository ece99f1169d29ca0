//! What the extensions of a certificate or a request say: the first of each kind counts.

use crate::der::oid::Oid;
use crate::x509::extension::basic_constraints::BasicConstraints;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::GeneralName;

/// What `select` gives for the first extension for which it gives something.
pub(crate) fn first<'a, T>(
    extensions: &'a [Extension],
    select: impl Fn(&'a ExtensionContent) -> Option<T>,
) -> Option<T> {
    extensions.iter().find_map(|extension| select(&extension.content))
}

pub(crate) fn basic_constraints(extensions: &[Extension]) -> Option<BasicConstraints> {
    first(extensions, |content| match content {
        ExtensionContent::BasicConstraints(constraints) => Some(*constraints),
        _ => None,
    })
}

pub(crate) fn key_usage(extensions: &[Extension]) -> Option<KeyUsage> {
    first(extensions, |content| match content {
        ExtensionContent::KeyUsage(usage) => Some(*usage),
        _ => None,
    })
}

pub(crate) fn extended_key_usage(extensions: &[Extension]) -> Option<&[Oid]> {
    first(extensions, |content| match content {
        ExtensionContent::ExtendedKeyUsage(purposes) => Some(purposes.as_slice()),
        _ => None,
    })
}

pub(crate) fn subject_alternative_names(extensions: &[Extension]) -> Option<&[GeneralName]> {
    first(extensions, |content| match content {
        ExtensionContent::SubjectAltName(names) => Some(names.as_slice()),
        _ => None,
    })
}
