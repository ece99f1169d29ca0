//! What is asked of certificates beside the algorithm of RFC 5280 §6.1, by profile. The table says what is asked of which.

use crate::path::Role;
use crate::path::member::Member;
use crate::rule::{Finding, Outcome, Rule};
use crate::settings::{Profile, Settings};
use crate::span::Location;

mod extensions;
mod fields;
mod keys;
mod names;

/// Which certificates of a path a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Every,
    /// All but the anchor, whose own signature proves nothing
    BelowAnchor,
    /// All but an anchor that issues another: real roots do not keep to everything
    ButIssuingAnchor,
    /// Those that issue another
    Issuer,
    Target,
    Anchor,
}

/// What a check found.
enum Judgement {
    Holds,
    /// Where, and the sentence.
    Broken(Location, String),
    /// It does not concern this certificate.
    NotConcerned,
}

struct Row {
    rule: &'static Rule,
    profiles: &'static [Profile],
    of: Place,
    check: fn(&Member<'_>, &Settings) -> Judgement,
}

const fn row(
    rule: &'static Rule,
    profiles: &'static [Profile],
    of: Place,
    check: fn(&Member<'_>, &Settings) -> Judgement,
) -> Row {
    Row { rule, profiles, of, check }
}

const RFC: &[Profile] = &[Profile::Rfc5280];
const WEB: &[Profile] = &[Profile::WebPki];
const RFC_WEB: &[Profile] = &[Profile::Rfc5280, Profile::WebPki];
const NOT_WEB: &[Profile] = &[Profile::Algorithm, Profile::Rfc5280, Profile::Private];
const WEB_PRIVATE: &[Profile] = &[Profile::WebPki, Profile::Private];

const TABLE: &[Row] = &[
    row(&fields::SERIAL_NUMBER, RFC_WEB, Place::ButIssuingAnchor, fields::serial_number),
    row(&fields::VERSION, RFC_WEB, Place::ButIssuingAnchor, fields::version),
    row(&fields::ISSUER_NAMED, RFC_WEB, Place::Every, fields::issuer_named),
    row(&fields::CA_NAMED, RFC_WEB, Place::Issuer, fields::ca_named),
    row(&fields::TIME_ENCODING, RFC_WEB, Place::ButIssuingAnchor, fields::time_encoding),
    row(&extensions::MUST_BE_CRITICAL, RFC, Place::Every, extensions::must_be_critical),
    row(&extensions::MUST_NOT_BE_CRITICAL, RFC_WEB, Place::Every, extensions::must_not_be_critical),
    row(&extensions::CA_DECLARED, RFC_WEB, Place::Issuer, extensions::ca_declared),
    row(&extensions::CA_BITS, RFC_WEB, Place::Every, extensions::ca_bits),
    row(&extensions::SUBJECT_KEY_IDENTIFIED, RFC_WEB, Place::Issuer, extensions::subject_key_identified),
    row(&extensions::AUTHORITY_KEY_IDENTIFIED, RFC_WEB, Place::Every, extensions::authority_key_identified),
    row(&extensions::AUTHORITY_KEY_PLAIN, WEB, Place::Every, extensions::authority_key_plain),
    row(&extensions::CONSTRAINTS_ON_CA, RFC_WEB, Place::Target, extensions::constraints_on_ca),
    row(&extensions::NO_CA_AS_SERVER, WEB, Place::Target, extensions::no_ca_as_server),
    row(&extensions::PURPOSE_STATED, WEB, Place::Target, extensions::purpose_stated),
    row(&extensions::NO_PURPOSE_ON_ROOT, WEB, Place::Anchor, extensions::no_purpose_on_root),
    row(&names::NAME_SYNTAX, RFC_WEB, Place::Target, names::name_syntax),
    row(&names::NAMES_PRESENT, WEB, Place::Target, names::names_present),
    row(&names::NAMES_CRITICAL, RFC_WEB, Place::Every, names::names_critical),
    row(&names::NAMES_NOT_CRITICAL, WEB, Place::Target, names::names_not_critical),
    row(&names::COMMON_NAME_PRESENTED, WEB, Place::Target, names::common_name_presented),
    row(&names::WILDCARD_DEPTH, WEB, Place::Target, names::wildcard_depth),
    row(&keys::KEY_PERMITTED, WEB, Place::Every, keys::key_permitted),
    row(&keys::KEY_STRENGTH, NOT_WEB, Place::Every, keys::key_strength),
    row(&keys::SIGNATURE_HASH, WEB_PRIVATE, Place::BelowAnchor, keys::signature_hash),
];

/// Every rule of the table.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLE.iter().map(|row| row.rule)
}

/// What the profile of `settings` asks of a certificate that is, or is not, the last one: the target.
pub(super) fn apply(member: &Member<'_>, is_last: bool, settings: &Settings) -> Vec<Finding> {
    let is_anchor = member.role == Role::TrustAnchor;
    let concerned = |row: &&Row| {
        row.profiles.contains(&settings.profile)
            && match row.of {
                Place::Every => true,
                Place::BelowAnchor => !is_anchor,
                Place::ButIssuingAnchor => !is_anchor || is_last,
                Place::Issuer => !is_last,
                Place::Target => is_last,
                Place::Anchor => is_anchor,
            }
    };
    TABLE.iter().filter(concerned).filter_map(|row| finding(row, member, settings)).collect()
}

fn finding(row: &Row, member: &Member<'_>, settings: &Settings) -> Option<Finding> {
    let (outcome, location, message) = match (row.check)(member, settings) {
        Judgement::NotConcerned => return None,
        Judgement::Holds => (
            Outcome::Pass,
            Location::Object(member.id),
            format!("Of {} it holds that {}.", member.label, row.rule.title),
        ),
        Judgement::Broken(location, message) => (Outcome::Fail, location, message),
    };
    Some(Member::finding(row.rule, outcome, location, message))
}
