//! `NAME_CONSTRAINTS_check` of `crypto/x509/v3_ncons.c`, on the octets as they stand.

use super::code::{CONSTRAINT_TYPE, Code, EXCLUDED, NAME_SYNTAX, PERMITTED, SUBTREE_MINMAX};
use super::host;
use super::x509::X509;
use crate::x509::extension::name_constraints::{GeneralSubtree, NameConstraints};
use crate::x509::general_name::GeneralNameValue;
use crate::x509::oids;

/// `NAME_CHECK_MAX`: names times subtrees that are compared at most, here for a whole chain.
pub(in crate::peer::stack) const MOST: usize = 1 << 20;

/// How a name stands to a base: within, outside, or not to be compared.
type Fit = Result<bool, Code>;

/// Which names are compared, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) struct Reach {
    /// Common names too that look like host names.
    pub(in crate::peer::stack) common_names: bool,
    /// IP addresses; otherwise a constraint on them fails every address.
    pub(in crate::peer::stack) addresses: bool,
    /// Whether a wildcard is excluded with any name that it stands for.
    pub(in crate::peer::stack) wildcards: bool,
}

/// Takes from `budget` what it costs to compare; an error says what was too much.
pub(in crate::peer::stack) fn spend(
    budget: &mut usize,
    x509: &X509,
    constraints: &NameConstraints,
) -> Result<(), String> {
    let names =
        x509.certificate().subject.attributes().count() + x509.alternative_names().map_or(0, <[_]>::len);
    let subtrees =
        [&constraints.permitted, &constraints.excluded].map(|list| list.as_ref().map_or(0, Vec::len));
    let cost = names.saturating_mul(subtrees.iter().sum());
    *budget = budget.checked_sub(cost).ok_or_else(|| {
        let label = x509.certificate().label();
        format!("The names of {label} would be compared with name constraints {cost} times, which is more than is done here.")
    })?;
    Ok(())
}

/// What OpenSSL makes of the names of `x509` under `constraints`; as far as `reach` goes.
pub(in crate::peer::stack) fn check(
    x509: &X509,
    constraints: &NameConstraints,
    reach: Reach,
) -> Option<Code> {
    let subject = &x509.certificate().subject;
    let alternatives = x509.alternative_names().unwrap_or_default();
    let subtrees =
        [&constraints.permitted, &constraints.excluded].map(|list| list.as_deref().unwrap_or_default());
    let directory = (!subject.is_empty()).then(|| GeneralNameValue::Directory(subject.clone()));
    let mails = subject.attributes().filter(|attribute| attribute.oid.octets() == oids::EMAIL_ADDRESS);
    let mails = mails.map(|attribute| GeneralNameValue::Rfc822(attribute.text.clone().into_bytes()));
    let hosts = host::common_names(x509)
        .map(|name| name.text.as_bytes())
        .filter(|text| reach.common_names && is_host(text));
    let hosts = hosts.map(|text| GeneralNameValue::Dns(text.to_vec()));
    let alternatives = alternatives.iter().map(|name| name.value.clone());
    directory
        .into_iter()
        .chain(mails)
        .chain(alternatives)
        .chain(hosts)
        .find_map(|name| nc_match(&name, subtrees, reach).err())
}

/// `nc_match`: within one of the permitted subtrees of its type, if there are any, and in none of the excluded ones.
fn nc_match(
    name: &GeneralNameValue,
    [permitted, excluded]: [&[GeneralSubtree]; 2],
    reach: Reach,
) -> Result<(), Code> {
    let same_type = |subtree: &&GeneralSubtree| {
        core::mem::discriminant(&subtree.base.value) == core::mem::discriminant(name)
    };
    let fits = |subtree: &GeneralSubtree| {
        if subtree.minimum == Some(0) && !subtree.has_maximum {
            fits(name, &subtree.base.value, reach)
        } else {
            Err(SUBTREE_MINMAX)
        }
    };
    let mut is_within = None;
    for subtree in permitted.iter().filter(same_type) {
        is_within = Some(is_within == Some(true) || fits(subtree)?);
    }
    if is_within == Some(false) {
        return Err(PERMITTED);
    }
    for subtree in excluded.iter().filter(same_type) {
        if fits(subtree)? || reach.wildcards && covers(name, &subtree.base.value) {
            return Err(EXCLUDED);
        }
    }
    Ok(())
}

/// `nc_match_single`
fn fits(name: &GeneralNameValue, base: &GeneralNameValue, reach: Reach) -> Fit {
    match (name, base) {
        (GeneralNameValue::Directory(name), GeneralNameValue::Directory(base)) => Ok(name.is_within(base)),
        (GeneralNameValue::Dns(name), GeneralNameValue::Dns(base)) => Ok(dns_fits(name, base)),
        (GeneralNameValue::Rfc822(name), GeneralNameValue::Rfc822(base)) => mail_fits(name, base),
        (GeneralNameValue::Uri(name), GeneralNameValue::Uri(base)) => uri_fits(name, base),
        (GeneralNameValue::Ip(name), GeneralNameValue::Ip(base)) if reach.addresses => ip_fits(name, base),
        _ => Err(CONSTRAINT_TYPE),
    }
}

/// Whether a wildcard stands for a name within the base. (Of the forks; OpenSSL does not look at wildcards.)
fn covers(name: &GeneralNameValue, base: &GeneralNameValue) -> bool {
    match (name, base) {
        (GeneralNameValue::Dns(name), GeneralNameValue::Dns(base)) => {
            name.strip_prefix(b"*").is_some_and(|suffix| suffix.starts_with(b".") && is_ending(base, suffix))
        }
        _ => false,
    }
}

/// `nc_dns`: the base, with any labels before it.
fn dns_fits(name: &[u8], base: &[u8]) -> bool {
    base.is_empty()
        || is_ending(name, base)
            && (name.len() == base.len()
                || base.starts_with(b".")
                || name.get(name.len() - base.len() - 1) == Some(&b'.'))
}

/// `ia5ncasecmp` of `crypto/x509/v3_ncons.c`
fn is_ending(name: &[u8], end: &[u8]) -> bool {
    name.len()
        .checked_sub(end.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|own| own.eq_ignore_ascii_case(end))
}

/// `nc_email`: a mailbox, a host, or with a leading dot a domain.
fn mail_fits(name: &[u8], base: &[u8]) -> Fit {
    let split = |text: &[u8]| text.iter().rposition(|byte| *byte == b'@');
    let halves = |text: &[u8], at: usize| Some((text.get(..at)?.to_vec(), text.get(at + 1..)?.to_vec()));
    let (local, host) = split(name).and_then(|at| halves(name, at)).ok_or(NAME_SYNTAX)?;
    Ok(match split(base).and_then(|at| halves(base, at)) {
        Some((own, base)) => (own.is_empty() || own == local) && host.eq_ignore_ascii_case(&base),
        None if base.starts_with(b".") => name.len() > base.len() && is_ending(name, base),
        None => host.eq_ignore_ascii_case(base),
    })
}

/// `nc_uri`: the host, or with a leading dot its domain.
fn uri_fits(name: &[u8], base: &[u8]) -> Fit {
    let colon = name.iter().position(|byte| *byte == b':').ok_or(NAME_SYNTAX)?;
    let rest = name.get(colon..).and_then(|rest| rest.strip_prefix(b"://")).ok_or(NAME_SYNTAX)?;
    let host = match rest
        .iter()
        .position(|byte| *byte == b':')
        .or_else(|| rest.iter().position(|byte| *byte == b'/'))
    {
        Some(end) => rest.get(..end).unwrap_or_default(),
        None => rest,
    };
    if host.is_empty() {
        return Err(NAME_SYNTAX);
    }
    let is_below = base.starts_with(b".") && host.len() > base.len() && is_ending(host, base);
    Ok(is_below || !base.starts_with(b".") && host.eq_ignore_ascii_case(base))
}

/// `nc_ip`, which takes any mask (recorded: `nc-bad-ip-mask`).
fn ip_fits(name: &[u8], base: &[u8]) -> Fit {
    if !matches!(name.len(), 4 | 16) || !matches!(base.len(), 8 | 32) {
        return Err(NAME_SYNTAX);
    }
    let (network, mask) = base.split_at(base.len() / 2);
    let masked =
        |octets: &[u8]| octets.iter().zip(mask).map(|(octet, mask)| octet & mask).collect::<Vec<_>>();
    Ok(name.len() == network.len() && masked(name) == masked(network))
}

/// `cn2dnsid`: two labels or more of letters, digits, hyphens and underscores.
fn is_host(text: &[u8]) -> bool {
    let is_label = |label: &[u8]| {
        !label.is_empty()
            && !label.starts_with(b"-")
            && !label.ends_with(b"-")
            && label.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    text.contains(&b'.') && text.split(|byte| *byte == b'.').all(is_label)
}
