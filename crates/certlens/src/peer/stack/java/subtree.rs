//! How a name stands to a subtree (`GeneralNameInterface.constrains`). Some comparisons end in an exception that nobody catches
//! before the handshake does.

use crate::path::name_constraints::{Base, ConstrainedName, Fit};
use crate::peer::alert::Alert;
use crate::peer::cause::Cause;
use crate::peer::stack::java::extension::names::uri_host;
use crate::peer::stack::java::validate::Failure;
use crate::x509::general_name::GeneralNameValue;

/// The name beside the base of the subtree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// `NAME_DIFF_TYPE`
    OtherForm,
    /// `NAME_SAME_TYPE`, `NAME_WIDENS`
    Outside,
    /// `NAME_MATCH`, `NAME_NARROWS`
    Within,
}

impl From<bool> for Relation {
    fn from(is_within: bool) -> Self {
        if is_within { Self::Within } else { Self::Outside }
    }
}

/// `base.constrains(name)`. Recorded: nc-dns-exclude-hit, nc-uri-permit-miss, nc-email-permit-miss, nc-dir-permit-hit.
pub(super) fn relation(base: &GeneralNameValue, name: &GeneralNameValue) -> Result<Relation, Failure> {
    use GeneralNameValue as Name;
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).to_ascii_lowercase();
    Ok(match (base, name) {
        (Name::Dns(base), Name::Dns(name)) => is_subdomain(&text(base), &text(name))?.into(),
        (Name::Rfc822(base), Name::Rfc822(name)) => is_mailbox_of(&text(base), &text(name)).into(),
        (Name::Uri(base), Name::Uri(name)) => is_uri_of(&text(base), &text(name))?.into(),
        (Name::Ip(base), Name::Ip(name)) => is_in_network(base, name).into(),
        (Name::Directory(_), Name::Directory(_)) => {
            (ConstrainedName::of(name).fits(&Base::of(base)) == Fit::Within).into()
        }
        (Name::RegisteredId(base), Name::RegisteredId(name)) if base == name => Relation::Within,
        (Name::RegisteredId(_), Name::RegisteredId(_)) => {
            return Err(unsupported("Narrowing and widening are not supported for OIDNames"));
        }
        (Name::Other { .. }, Name::Other { .. }) => {
            let message = "Narrowing, widening, and matching are not supported for OtherName.";
            return Err(unsupported(message));
        }
        (Name::X400(_), Name::X400(_)) => {
            return Err(unsupported("Narrowing, widening, and match are not supported for X400Address."));
        }
        (Name::EdiParty(_), Name::EdiParty(_)) => {
            let message = "Narrowing, widening, and matching of names not supported for EDIPartyName";
            return Err(unsupported(message));
        }
        _ => Relation::OtherForm,
    })
}

/// `UnsupportedOperationException`, which the handshake takes for one of its own (`SSLHandshake.consume`).
fn unsupported(message: &str) -> Failure {
    let outer = "SSLProtocolException: Unsupported handshake message: certificate";
    Failure::Uncaught {
        cause: Cause::NameConstraints,
        alert: Alert::UNEXPECTED_MESSAGE,
        text: format!("{outer} <- UnsupportedOperationException: {message}"),
    }
}

/// Any other `RuntimeException`.
fn uncaught(class: &str, message: &str) -> Failure {
    Failure::Uncaught {
        cause: Cause::NameConstraints,
        alert: Alert::INTERNAL_ERROR,
        text: format!("SSLException: {message} <- {class}: {message}"),
    }
}

/// `DNSName.constrains`: a wildcard is a label like any other, and the first character of nothing is asked for. Recorded:
/// nc-dns-exclude-wildcard.
fn is_subdomain(base: &str, name: &str) -> Result<bool, Failure> {
    match name.strip_suffix(base) {
        Some("") => Ok(true),
        _ if base.is_empty() || name.is_empty() => {
            Err(uncaught("StringIndexOutOfBoundsException", "String index out of range: 0"))
        }
        Some(before) => Ok(before.ends_with('.') != base.starts_with('.')),
        None => Ok(false),
    }
}

/// `RFC822Name.constrains`: a mailbox, all mailboxes of a host, or of the hosts below a domain.
fn is_mailbox_of(base: &str, name: &str) -> bool {
    match name.strip_suffix(base) {
        Some("") => true,
        Some(_) if base.contains('@') => false,
        Some(before) => base.starts_with('.') || before.ends_with('@'),
        None => false,
    }
}

/// `URIName.constrains`: the host, or where the base begins with a dot one below it. A name without a host is not reckoned with.
fn is_uri_of(base: &str, name: &str) -> Result<bool, Failure> {
    let Some(host) = uri_host(name) else {
        let message = "Cannot invoke \"String.equalsIgnoreCase(String)\" because \"otherHost\" is null";
        return Err(uncaught("NullPointerException", message));
    };
    Ok(host == base || (base.starts_with('.') && host.len() > base.len() && host.ends_with(base)))
}

/// `IPAddressName.constrains`: the mask may have any bits, and the base none beside them. Recorded: nc-bad-ip-mask.
fn is_in_network(network: &[u8], name: &[u8]) -> bool {
    let (base, mask) = network.split_at_checked(network.len() / 2).unwrap_or_default();
    network == name
        || (name.len() == base.len()
            && name.iter().zip(base).zip(mask).all(|((name, base), mask)| name & mask == *base))
}
