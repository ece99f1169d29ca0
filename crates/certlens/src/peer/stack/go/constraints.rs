//! Name constraints as `crypto/x509` has them: names of DNS, mail, URIs and addresses; any other form is unhandled.

use core::net::IpAddr;
use std::rc::Rc;

use super::Release;
use super::certificate::{Parsing, malformed};
use super::cryptobyte::Input;
use super::hostname::reverse_labels;
use crate::der::tag;
use crate::peer::shelf::Parsed;
use crate::x509::extension::name_constraints::NameConstraints;
use crate::x509::general_name::{GeneralName, GeneralNameValue, ip_address};

/// Tags of the forms in `GeneralName`.
const EMAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const URI: u8 = 0x86;
const ADDRESS: u8 = 0x87;

/// `parseNameConstraintsExtension`
pub(super) fn parse(mut value: Input<'_>) -> Parsing {
    let invalid = "invalid NameConstraints extension";
    let mut fields = malformed(value.read(tag::SEQUENCE).filter(|_| value.is_empty()), invalid)?;
    let permitted = malformed(fields.optional(tag::context_constructed(0)), invalid)?;
    let excluded = malformed(fields.optional(tag::context_constructed(1)), invalid)?;
    if !fields.is_empty() {
        return Err(format!("x509: {invalid}"));
    }
    let subtrees: Vec<Input<'_>> = [permitted, excluded].into_iter().flatten().collect();
    if subtrees.iter().all(|subtrees| subtrees.is_empty()) {
        return Err("x509: empty name constraints extension".to_owned());
    }
    for mut subtrees in subtrees {
        while !subtrees.is_empty() {
            let mut subtree = malformed(subtrees.read(tag::SEQUENCE), invalid)?;
            let (tag, _, base) = malformed(subtree.any(), invalid)?;
            base_of_form(tag, base.0)?;
        }
    }
    Ok(())
}

/// The `getValues` of `parseNameConstraintsExtension`.
fn base_of_form(tag: u8, octets: &[u8]) -> Parsing {
    if tag == ADDRESS {
        return address_and_mask(octets);
    }
    let form = match tag {
        DNS => "dnsName",
        EMAIL => "rfc822Name",
        URI => "URI",
        _ => return Ok(()),
    };
    let text = String::from_utf8_lossy(octets);
    if !octets.is_ascii() {
        return Err(format!(
            "x509: invalid constraint value: x509: {text:?} cannot be encoded as an IA5String"
        ));
    }
    let refused = |reason: &str| Err(format!("x509: failed to parse {form} constraint {text:?}{reason}"));
    if tag == URI && text.parse::<IpAddr>().is_ok() {
        return refused(": cannot be IP address");
    }
    let domain =
        if tag == EMAIL { text.rsplit_once('@').map_or(&*text, |(_, domain)| domain) } else { &text };
    if reverse_labels(domain.strip_prefix('.').unwrap_or(domain)).is_none() { refused("") } else { Ok(()) }
}

/// `isValidIPMask` of parser.go (recorded: `nc-bad-ip-mask`).
fn address_and_mask(octets: &[u8]) -> Parsing {
    if !matches!(octets.len(), 8 | 32) {
        return Err(format!("x509: IP constraint contained value of length {}", octets.len()));
    }
    let mask = octets.get(octets.len() / 2..).unwrap_or_default();
    let bits: String = mask.iter().map(|octet| format!("{octet:08b}")).collect();
    if bits.trim_end_matches('0').contains('0') {
        let mask = data_encoding::HEXLOWER.encode(mask);
        return Err(format!("x509: IP constraint contained invalid mask {mask}"));
    }
    Ok(())
}

/// True if a constraint has a form that Go does not handle, which matters where the extension is critical. `unhandled` of
/// `parseNameConstraintsExtension` (recorded: `nc-dir-exclude-hit`).
pub(super) fn has_unhandled(constraints: &NameConstraints) -> bool {
    let all = [&constraints.permitted, &constraints.excluded];
    all.into_iter().flatten().flatten().any(|subtree| Form::of(&subtree.base).is_none())
}

/// Most names that are compared with most constraints (verify.go, maxConstraintComparisions).
const MOST_COMPARISONS: usize = 250_000;

/// What is wrong with the names of `child` under the constraints of `issuer`; `None` if nothing is.
pub(super) fn violation(constraints: &NameConstraints, child: &Parsed, release: Release) -> Option<String> {
    let names = child.certificate.subject_alternative_names().unwrap_or_default();
    let subtrees = constraints.permitted.iter().chain(&constraints.excluded).map(Vec::len).sum::<usize>();
    if names.len().saturating_mul(subtrees) > MOST_COMPARISONS {
        return Some("x509: too many constraint comparisons".to_owned());
    }
    let mut forms: Vec<Form> = names.iter().filter_map(Form::of).collect();
    let refused = if release >= Release::V1_27 {
        forms.sort_by_key(Form::turn);
        let unread = forms.iter().find_map(Form::unread);
        unread.or_else(|| {
            forms.iter().find_map(|form| form.unfit().or_else(|| form.violation(constraints, release)))
        })
    } else {
        forms.iter().find_map(|form| form.violation(constraints, release))
    };
    refused.map(|detail| {
        format!("x509: a root or intermediate certificate is not authorized to sign for this name: {detail}")
    })
}

/// `checkChainConstraints`, since 1.27: the names of every certificate, from the leaf up, under the constraints of all above it.
pub(super) fn violation_in(chain: &[Rc<Parsed>], release: Release) -> Option<String> {
    if release < Release::V1_27 {
        return None;
    }
    chain.iter().enumerate().find_map(|(at, link)| {
        let above = chain.get(at + 1..).unwrap_or_default().iter();
        let mut constraints = above.filter_map(|issuer| issuer.certificate.name_constraints());
        constraints.find_map(|constraints| violation(constraints, link, release))
    })
}

/// A name or a base of a form that Go compares.
#[derive(Debug)]
enum Form {
    Email(String),
    Dns(String),
    Uri(String),
    Address(Vec<u8>),
}

impl Form {
    fn of(name: &GeneralName) -> Option<Self> {
        let text = || name.value.text().into_owned();
        match &name.value {
            GeneralNameValue::Rfc822(_) => Some(Self::Email(text())),
            GeneralNameValue::Dns(_) => Some(Self::Dns(text())),
            GeneralNameValue::Uri(_) => Some(Self::Uri(text())),
            GeneralNameValue::Ip(octets) => Some(Self::Address(octets.clone())),
            _ => None,
        }
    }

    /// What Go calls the form.
    const fn label(&self) -> &'static str {
        match self {
            Self::Email(_) => "email address",
            Self::Dns(_) => "DNS name",
            Self::Uri(_) => "URI",
            Self::Address(_) => "IP address",
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Email(text) | Self::Dns(text) | Self::Uri(text) => text.clone(),
            Self::Address(octets) => network(octets),
        }
    }

    /// When its turn comes in `chainConstraints.check`.
    const fn turn(&self) -> u8 {
        match self {
            Self::Address(_) => 0,
            Self::Dns(_) => 1,
            Self::Uri(_) => 2,
            Self::Email(_) => 3,
        }
    }

    /// `parseURIs`, `parseMailboxes`: what is read of all names before any is compared.
    fn unread(&self) -> Option<String> {
        match self {
            Self::Uri(uri) => host_of(uri).err(),
            Self::Email(mail) if mail.rsplit_once('@').is_none_or(|(local, _)| local.is_empty()) => {
                Some(format!("cannot parse rfc822Name {mail:?}"))
            }
            _ => None,
        }
    }

    /// `domainNameValid`, whatever the constraints are about (`chainConstraints.check`).
    fn unfit(&self) -> Option<String> {
        match self {
            Self::Dns(name) if reverse_labels(name).is_none() => {
                Some(format!("x509: cannot parse dnsName {name:?}"))
            }
            _ => None,
        }
    }

    /// `checkNameConstraints`: no excluded base may match, and if there are permitted ones of the form, one must, which since 1.27 is
    /// asked first (`checkConstraints`).
    fn violation(&self, constraints: &NameConstraints, release: Release) -> Option<String> {
        let bases = |subtrees: &Option<Vec<_>>| -> Vec<Self> {
            let subtrees = subtrees.iter().flatten();
            let all =
                subtrees.filter_map(|subtree: &crate::x509::extension::name_constraints::GeneralSubtree| {
                    Self::of(&subtree.base)
                });
            all.filter(|base| core::mem::discriminant(base) == core::mem::discriminant(self)).collect()
        };
        let (label, text) = (self.label(), self.text());
        let (excluded, permitted) = (bases(&constraints.excluded), bases(&constraints.permitted));
        let is_excluded = || {
            excluded.iter().find_map(|base| match self.matches(base, true, release) {
                Err(problem) => Some(problem),
                Ok(true) => Some(format!("{label} {text:?} is excluded by constraint {:?}", base.text())),
                Ok(false) => None,
            })
        };
        let is_not_permitted = || {
            let found = permitted.iter().find_map(|base| match self.matches(base, false, release) {
                Err(problem) => Some(Some(problem)),
                Ok(true) => Some(None),
                Ok(false) => None,
            });
            let outside = || format!("{label} {text:?} is not permitted by any constraint");
            found.unwrap_or_else(|| (!permitted.is_empty()).then(outside))
        };
        if release >= Release::V1_27 {
            is_not_permitted().or_else(is_excluded)
        } else {
            is_excluded().or_else(is_not_permitted)
        }
    }

    /// `matchDNSConstraint`, `matchEmailConstraint`, `matchURIConstraint`, `matchIPConstraint`
    fn matches(&self, base: &Self, is_excluded: bool, release: Release) -> Result<bool, String> {
        Ok(match (self, base) {
            (Self::Dns(name), Self::Dns(base)) => {
                let covers = is_excluded && release >= Release::V1_27 && wildcard_covers(name, base);
                covers || is_within_domain(name, base)
            }
            (Self::Email(name), Self::Email(base)) => match base.rsplit_once('@') {
                Some((local, domain)) => name
                    .rsplit_once('@')
                    .is_some_and(|(own, host)| own == local && host.eq_ignore_ascii_case(domain)),
                None => is_within_domain(name.rsplit_once('@').map_or("", |(_, host)| host), base),
            },
            (Self::Uri(uri), Self::Uri(base)) => is_within_domain(host_of(uri)?, base),
            (Self::Address(address), Self::Address(base)) => is_in_network(address, base),
            _ => false,
        })
    }
}

/// `matchDomainConstraint`
fn is_within_domain(domain: &str, constraint: &str) -> bool {
    if constraint.is_empty() {
        return true;
    }
    let (base, needs_subdomain) =
        constraint.strip_prefix('.').map_or((constraint, false), |base| (base, true));
    let (Some(own), Some(base)) = (reverse_labels(domain), reverse_labels(base)) else { return false };
    (own.len() > base.len() || (own.len() == base.len() && !needs_subdomain))
        && base.iter().zip(&own).all(|(base, own)| base.eq_ignore_ascii_case(own))
}

/// Whether `*.example` stands for the excluded name, or one above it (recorded: nc-dns-exclude-wildcard).
fn wildcard_covers(name: &str, constraint: &str) -> bool {
    let Some(parent) = name.strip_prefix("*.") else { return false };
    constraint.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent))
}

/// The host of a URI, as `matchURIConstraint` takes it.
fn host_of(uri: &str) -> Result<&str, String> {
    let authority = uri.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.is_empty() {
        return Err(format!("URI with empty host ({uri:?}) cannot be matched against constraints"));
    }
    let host = if host.ends_with(']') { host } else { host.rsplit_once(':').map_or(host, |(host, _)| host) };
    if host.starts_with('[') || host.parse::<IpAddr>().is_ok() {
        return Err(format!("URI with IP ({uri:?}) cannot be matched against constraints"));
    }
    Ok(host)
}

/// `matchIPConstraint`
fn is_in_network(address: &[u8], base: &[u8]) -> bool {
    let (network, mask) = base.split_at(base.len() / 2);
    address.len() == network.len()
        && address.iter().zip(network).zip(mask).all(|((own, network), mask)| own & mask == network & mask)
}

/// `net.IP.String` of an address, `net.IPNet.String` of a network: `10.0.0.0/8`.
fn network(octets: &[u8]) -> String {
    if let Some(address) = ip_address(octets) {
        return address.to_string();
    }
    let (network, mask) = octets.split_at(octets.len() / 2);
    let length: u32 = mask.iter().map(|octet| octet.leading_ones()).sum();
    ip_address(network).map_or_else(|| data_encoding::HEXLOWER.encode(octets), |ip| format!("{ip}/{length}"))
}
