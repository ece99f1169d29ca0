//! Name constraints as webpki has them (`subject_name/mod.rs`): DNS names and addresses are compared, directory names and
//! URIs are in no permitted and in every excluded subtree, and what else is constrained is refused.

use crate::der::tag;
use crate::peer::stack::rustls::certificate::Cert;
use crate::peer::stack::rustls::chain::Budget;
use crate::peer::stack::rustls::der::{Input, all};
use crate::peer::stack::rustls::dns::{self, Against};
use crate::peer::stack::rustls::error::{
    BAD_DER, Error, INVALID_NETWORK_MASK_CONSTRAINT, NAME_CONSTRAINT_VIOLATION, TRAILING_DATA,
};
use crate::peer::stack::rustls::names::{GeneralName, names};

/// `check_name_constraints`: holds every name of `below`, the end entity first, against the content of a nameConstraints.
pub(super) fn check_name_constraints(
    fields: &mut Input<'_>,
    below: &[Cert<'_>],
    budget: &mut Budget,
) -> Result<(), Error> {
    let mut subtrees = |number| {
        let tag = tag::context_constructed(number);
        if fields.peek(tag) { fields.expect(tag).map(Some) } else { Ok(None) }
    };
    let (permitted, excluded) = (subtrees(0)?, subtrees(1)?);
    for cert in below.iter().rev() {
        // Every certificate has a subject, whatever it is.
        for name in names(cert).chain([Ok(GeneralName::Directory)]) {
            let result = name.and_then(|name| {
                check(name, Against::Permitted, permitted, budget)?;
                check(name, Against::Excluded, excluded, budget)
            });
            result.map_err(|error| error.of(&cert.parsed.der))?;
        }
    }
    Ok(())
}

/// `check_presented_id_conforms_to_constraints`, one of the two lists
fn check(
    name: GeneralName<'_>,
    against: Against,
    subtrees: Option<&[u8]>,
    budget: &mut Budget,
) -> Result<(), Error> {
    let mut subtrees = Input::new(subtrees.unwrap_or_default());
    let (mut is_in_one, mut is_outside_one) = (false, false);
    while !subtrees.is_empty() {
        budget.take_name_constraint_comparison()?;
        // A minimum or maximum is trailing data.
        let base = all(subtrees.expect(tag::SEQUENCE)?, TRAILING_DATA, GeneralName::read)?;
        let is_within = match (name, base) {
            (GeneralName::Dns(name), GeneralName::Dns(base)) => dns::matches(name, against, base)?,
            (GeneralName::Ip(name), GeneralName::Ip(base)) => is_within_network(name, base)?,
            (GeneralName::Directory, GeneralName::Directory) | (GeneralName::Uri(_), GeneralName::Uri(_)) => {
                against == Against::Excluded
            }
            (GeneralName::Unsupported(name), GeneralName::Unsupported(base)) if name == base => {
                return Err(NAME_CONSTRAINT_VIOLATION);
            }
            _ => continue,
        };
        if is_within && against == Against::Excluded {
            return Err(NAME_CONSTRAINT_VIOLATION);
        }
        is_in_one |= is_within;
        is_outside_one |= !is_within;
    }
    let is_left_out = against == Against::Permitted && is_outside_one && !is_in_one;
    if is_left_out { Err(NAME_CONSTRAINT_VIOLATION) } else { Ok(()) }
}

/// `presented_id_matches_constraint` of `subject_name/ip_address.rs`; the mask is checked up to the octet that differs.
fn is_within_network(name: &[u8], network: &[u8]) -> Result<bool, Error> {
    match (name.len(), network.len()) {
        (4, 8) | (16, 32) => {}
        (4, 32) | (16, 8) => return Ok(false),
        (4 | 16, _) => return Err(INVALID_NETWORK_MASK_CONSTRAINT),
        _ => return Err(BAD_DER),
    }
    let (base, mask) = network.split_at_checked(name.len()).unwrap_or_default();
    let mut seen_zero_bit = false;
    for ((name, base), mask) in name.iter().zip(base).zip(mask) {
        let is_run = mask.leading_ones() + mask.trailing_zeros() == 8;
        if !is_run || (seen_zero_bit && *mask != 0) {
            return Err(INVALID_NETWORK_MASK_CONSTRAINT);
        }
        seen_zero_bit |= *mask != 0xff;
        if (name ^ base) & mask != 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
