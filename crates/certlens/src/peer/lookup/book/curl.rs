//! What curl writes in its own words; mostly it passes on those of the library it was built with.

use super::{Family, Phrase, judges, names};
use crate::peer::Cause as C;

pub(super) const FAMILY: Family = Family {
    name: "curl",
    stacks: &["openssl", "openssl-seclevel1"],
    source: "lib/vtls/openssl.c of curl",
    phrases: PHRASES,
};

const PHRASES: &[Phrase] = &[
    judges(&["ssl certificate problem"], super::VERIFYING),
    judges(&["ssl peer certificate or ssh remote key was not ok"], super::VERIFYING),
    names(
        &["no alternative certificate subject name matches target host name '"],
        &[C::Name],
        ("host name '", "'"),
    ),
    names(
        &["no alternative certificate subject name matches target hostname '"],
        &[C::Name],
        ("hostname '", "'"),
    ),
    names(
        &["certificate subject name '", "does not match target host name '"],
        &[C::Name],
        ("host name '", "'"),
    ),
];
