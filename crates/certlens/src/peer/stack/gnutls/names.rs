//! GnuTLS's comparison of host names and its name constraints (`hostname-verify.c`, `str.c`, `name_constraints.c`), as Debian
//! patches them.

use std::net::{IpAddr, Ipv6Addr};

use crate::path::name_constraints::{Base, ConstrainedName, Fit};
use crate::x509::certificate::Certificate;
use crate::x509::extension::name_constraints::{GeneralSubtree, NameConstraints};
use crate::x509::general_name::{GeneralName, GeneralNameValue};
use crate::x509::oids;

use super::GNUTLS;
use super::verify::has_purpose;
use crate::peer::encounter::Role;
use crate::peer::rules::Link;

/// id-on-dnsSRV (RFC 4985), 1.3.6.1.5.5.7.8.7
const SRV_NAME: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 8, 7];

/// `gnutls-cli` takes one dot off the end of the name that is dialled (`canonicalize_host`; recorded: ref-trailing-dot-server).
fn canonical_host(name: &str) -> &str {
    if name.parse::<Ipv6Addr>().is_ok() {
        return name;
    }
    let host = name.split_once(':').map_or(name, |(host, _)| host);
    host.strip_suffix('.').unwrap_or(host)
}

/// `gnutls_x509_crt_check_hostname2`. `ascii` is the name in A-labels.
pub(super) fn is_owner(certificate: &Certificate, name: &str, ascii: Option<&str>) -> bool {
    let host = canonical_host(name);
    let names = certificate.subject_alternative_names().unwrap_or_default();
    if let Ok(address) = host.parse::<IpAddr>() {
        let octets = match address {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        };
        return names
            .iter()
            .any(|name| matches!(&name.value, GeneralNameValue::Ip(found) if *found == octets));
    }
    let host = if host.is_ascii() { host } else { ascii.unwrap_or(host) };
    let dns = |name: &GeneralName| match &name.value {
        GeneralNameValue::Dns(octets) => compare(octets, host),
        _ => false,
    };
    if names.iter().any(dns) {
        return true;
    }
    if names.iter().any(|name| precludes_common_name(&name.value)) || !is_server(certificate) {
        return false;
    }
    only_common_name(certificate).is_some_and(|common| compare(common.as_bytes(), host))
}

/// Whether it could be the certificate of a server, whose common name alone may be a host's.
fn is_server(certificate: &Certificate) -> bool {
    has_purpose(&GNUTLS.rules, Role::Server, Link::EndEntity, certificate)
}

/// `PRECLUDES_CN_FALLBACK` (recorded: san-spiffe-only-cn-match-server, san-other-only-cn-match-server).
fn precludes_common_name(value: &GeneralNameValue) -> bool {
    match value {
        GeneralNameValue::Dns(_) | GeneralNameValue::Ip(_) | GeneralNameValue::Uri(_) => true,
        GeneralNameValue::Other { type_id, .. } => type_id.octets() == SRV_NAME,
        _ => false,
    }
}

/// The common name, unless there are several (`gnutls_x509_crt_check_hostname2`).
fn only_common_name(certificate: &Certificate) -> Option<&str> {
    let mut names =
        certificate.subject.attributes().filter(|attribute| attribute.oid.octets() == oids::COMMON_NAME);
    let first = names.next()?;
    names.next().is_none().then_some(first.text.as_str())
}

/// `_gnutls_hostname_compare`: a `*` in front stands for the beginning of a label or all of it, where two labels follow
/// (recorded: wildcard-partial-suffix-server, wildcard-bare-server).
fn compare(presented: &[u8], host: &str) -> bool {
    let is_print = |octet: &u8| matches!(octet, 0x20..=0x7e);
    if !presented.iter().all(is_print) {
        return false;
    }
    let Some(suffix) = presented.strip_prefix(b"*") else {
        return presented.eq_ignore_ascii_case(host.as_bytes());
    };
    let dots = presented.iter().filter(|octet| **octet == b'.').count();
    if dots < 2 || presented.ends_with(b".") {
        return false;
    }
    let first_label = host.find('.').unwrap_or(host.len());
    let tails = (0..=first_label).filter_map(|at| host.as_bytes().get(at..));
    tails.into_iter().any(|tail| tail.eq_ignore_ascii_case(suffix))
}

/// `gnutls_x509_ext_import_name_constraints`: False if GnuTLS cannot process these constraints (recorded: nc-registeredid,
/// nc-bad-ip-mask).
pub(super) fn are_readable(constraints: &NameConstraints) -> bool {
    let subtrees = [&constraints.permitted, &constraints.excluded];
    subtrees.into_iter().flatten().flatten().all(|subtree| match &subtree.base.value {
        GeneralNameValue::Ip(_) => !matches!(Base::of(&subtree.base.value), Base::Malformed(..)),
        GeneralNameValue::Dns(octets) | GeneralNameValue::Rfc822(octets) => {
            octets.as_slice() != b"." && !octets.windows(2).any(|pair| pair == b"..")
        }
        GeneralNameValue::Directory(_) | GeneralNameValue::Uri(_) => true,
        GeneralNameValue::Other { type_id, .. } => type_id.octets() == SRV_NAME,
        _ => false,
    })
}

/// `gnutls_x509_name_constraints_check_crt` for every form of name: whether the end entity keeps to all of `constraints`.
pub(super) fn are_kept(certificate: &Certificate, constraints: &[&NameConstraints]) -> bool {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let of_form = |form: fn(&GeneralNameValue) -> bool| -> Vec<GeneralNameValue> {
        names.iter().map(|name| name.value.clone()).filter(form).collect()
    };
    let mut dns = of_form(|value| matches!(value, GeneralNameValue::Dns(_)));
    let mut mails = of_form(|value| matches!(value, GeneralNameValue::Rfc822(_)));
    let addresses = of_form(|value| matches!(value, GeneralNameValue::Ip(_)));
    let has_uri = names.iter().any(|name| matches!(name.value, GeneralNameValue::Uri(_)));
    // The common name counts as a DNS name, and the subject's address as an e-mail address, where there is none beside them.
    if dns.is_empty() && is_server(certificate) {
        dns.extend(attribute_values(certificate, oids::COMMON_NAME, GeneralNameValue::Dns));
    }
    if mails.is_empty() {
        mails.extend(attribute_values(certificate, oids::EMAIL_ADDRESS, GeneralNameValue::Rfc822));
    }
    let compared = [(0x82, dns), (0x81, mails), (0x87, addresses)];
    constraints.iter().all(|constraints| {
        compared.iter().all(|(form, names)| names.iter().all(|name| is_allowed(*form, name, constraints)))
            && !excludes(constraints, |value| matches!(value, GeneralNameValue::Directory(_)))
            && !(has_uri && excludes(constraints, |value| matches!(value, GeneralNameValue::Uri(_))))
    })
}

fn attribute_values(
    certificate: &Certificate,
    oid: &[u8],
    form: fn(Vec<u8>) -> GeneralNameValue,
) -> Vec<GeneralNameValue> {
    let attributes = certificate.subject.attributes().filter(|attribute| attribute.oid.octets() == oid);
    attributes.map(|attribute| form(attribute.text.clone().into_bytes())).collect()
}

/// `check_unsupported_constraint`: names of these forms are refused as soon as one of them is excluded, whichever
/// (recorded: nc-dir-exclude-hit, nc-uri-permit-miss).
fn excludes(constraints: &NameConstraints, form: fn(&GeneralNameValue) -> bool) -> bool {
    constraints.excluded.iter().flatten().any(|subtree| form(&subtree.base.value))
}

/// `check_dns_constraints`, `check_email_constraints`, `check_ip_constraints`
fn is_allowed(form: u8, name: &GeneralNameValue, constraints: &NameConstraints) -> bool {
    let list = |subtrees: &Option<Vec<GeneralSubtree>>| -> Vec<GeneralNameValue> {
        let values = subtrees.iter().flatten().map(|subtree| subtree.base.value.clone());
        values.filter(|value| form_of(value) == Some(form) && is_comparable(value, name)).collect()
    };
    let (permitted, excluded) = (list(&constraints.permitted), list(&constraints.excluded));
    let is_empty = |value: &GeneralNameValue| matches!(value, GeneralNameValue::Dns(octets) | GeneralNameValue::Rfc822(octets) if octets.is_empty());
    let mut narrowing = permitted.iter().filter(|value| !is_empty(value)).peekable();
    let is_permitted = narrowing.peek().is_none() || narrowing.any(|base| is_within(name, base));
    is_permitted && !excluded.iter().any(|base| is_empty(base) || is_within(name, base))
}

const fn form_of(value: &GeneralNameValue) -> Option<u8> {
    match value {
        GeneralNameValue::Rfc822(_) => Some(0x81),
        GeneralNameValue::Dns(_) => Some(0x82),
        GeneralNameValue::Ip(_) => Some(0x87),
        _ => None,
    }
}

/// IPv4 is not compared with IPv6 (`check_ip_constraints`).
fn is_comparable(base: &GeneralNameValue, name: &GeneralNameValue) -> bool {
    match (base, name) {
        (GeneralNameValue::Ip(base), GeneralNameValue::Ip(name)) => base.len() == 2 * name.len(),
        _ => true,
    }
}

fn is_within(name: &GeneralNameValue, base: &GeneralNameValue) -> bool {
    match (name, base) {
        (GeneralNameValue::Dns(name), GeneralNameValue::Dns(base)) => is_subdomain(name, base),
        _ => ConstrainedName::of(name).fits(&Base::of(base)) == Fit::Within,
    }
}

/// `compare_dns_names`: label by label from the end, whatever the case; a wildcard is a label like any other.
fn is_subdomain(name: &[u8], base: &[u8]) -> bool {
    fn labels(name: &[u8]) -> Vec<&[u8]> {
        let end = name.iter().rposition(|octet| *octet != b'.').map_or(0, |last| last + 1);
        name.get(..end).unwrap_or_default().rsplit(|octet| *octet == b'.').collect()
    }
    let (name, mut base) = (labels(name), labels(base));
    if base.last().is_some_and(|label| label.is_empty()) && base.len() > 1 {
        base.pop();
        return name.len() > base.len() && starts_with(&name, &base);
    }
    starts_with(&name, &base)
}

fn starts_with(name: &[&[u8]], base: &[&[u8]]) -> bool {
    name.len() >= base.len() && name.iter().zip(base).all(|(name, base)| name.eq_ignore_ascii_case(base))
}
