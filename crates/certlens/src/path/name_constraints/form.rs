//! The forms of names that constraints compare, and how (RFC 5280 §4.2.1.10, RFC 9598 §6).

use core::fmt;
use core::net::IpAddr;

use crate::der::oid::Oid;
use crate::identity::matching::ends_with_labels;
use crate::path::name_constraints::syntax::{is_host, is_host_or_domain, mailbox, uri_host, utf8_mailbox};
use crate::x509::general_name::{GeneralNameValue, ip_address};
use crate::x509::name::Name;
use crate::x509::oids;

/// A form of name; constraints of one form say nothing about another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    Dns,
    Ip,
    Email,
    Uri,
    Directory,
    /// One that is not compared, by its identifier octet, and otherName by its type too.
    Unsupported(u8, Option<Oid>),
}

/// A name of a certificate, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConstrainedName {
    /// In lower case, perhaps with a wildcard label at its beginning
    Dns(String),
    Ip(IpAddr),
    Email {
        local: String,
        /// In lower case and A-labels
        host: String,
    },
    /// The host of a URI in lower case, and the URI
    Uri(String, String),
    Directory(Vec<Vec<(Oid, String)>>, String),
    /// A name of this form that is not as its form demands, and its text
    Malformed(Form, String),
    Unsupported(Form, String),
}

/// The base of a subtree, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Base {
    /// In lower case; with a leading dot it holds subdomains only, empty it holds everything
    Dns(String),
    Ip(IpAddr, IpAddr),
    Mailbox {
        local: String,
        host: String,
    },
    /// A host, or with a leading dot a domain, of e-mail addresses
    EmailHost(String),
    /// A host, or with a leading dot a domain, of URIs
    UriHost(String),
    Directory(Vec<Vec<(Oid, String)>>, String),
    Malformed(Form, String),
    Unsupported(Form),
}

/// How a name stands to a subtree of its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Every name it stands for is in the subtree.
    Within,
    /// A wildcard that stands for a name in the subtree among others.
    Overlaps,
    Outside,
    MalformedName,
    MalformedBase,
    Unsupported,
}

impl ConstrainedName {
    pub(crate) fn of(name: &GeneralNameValue) -> Self {
        let malformed = |form| Self::Malformed(form, name.text().into_owned());
        match name {
            GeneralNameValue::Dns(octets) => match std::str::from_utf8(octets) {
                Ok(text) if is_host(text.strip_prefix("*.").unwrap_or(text)) => {
                    Self::Dns(text.to_ascii_lowercase())
                }
                _ => malformed(Form::Dns),
            },
            GeneralNameValue::Ip(octets) => ip_address(octets).map_or_else(|| malformed(Form::Ip), Self::Ip),
            GeneralNameValue::Rfc822(octets) => Self::email(octets),
            GeneralNameValue::Other { type_id, value } if type_id.octets() == oids::SMTP_UTF8_MAILBOX => {
                utf8_mailbox(value)
                    .map_or_else(|| malformed(Form::Email), |(local, host)| Self::Email { local, host })
            }
            GeneralNameValue::Uri(octets) => {
                let text = String::from_utf8_lossy(octets).into_owned();
                match uri_host(&text) {
                    Some(host) => Self::Uri(host, text),
                    None => malformed(Form::Uri),
                }
            }
            GeneralNameValue::Directory(name) => Self::directory(name),
            _ => Self::Unsupported(form_of(name), format!("{} `{}`", name.label(), name.text())),
        }
    }

    pub(crate) fn directory(name: &Name) -> Self {
        Self::Directory(name.canonical(), name.to_string())
    }

    /// RFC 5321 §4.1.2, as far as it tells local part and host apart.
    pub(crate) fn email(octets: &[u8]) -> Self {
        let text = String::from_utf8_lossy(octets).into_owned();
        match mailbox(&text) {
            Some((local, host)) => Self::Email { local, host },
            None => Self::Malformed(Form::Email, text),
        }
    }

    pub(crate) fn form(&self) -> Form {
        match self {
            Self::Dns(_) => Form::Dns,
            Self::Ip(_) => Form::Ip,
            Self::Email { .. } => Form::Email,
            Self::Uri(..) => Form::Uri,
            Self::Directory(..) => Form::Directory,
            Self::Malformed(form, _) | Self::Unsupported(form, _) => form.clone(),
        }
    }

    /// How this name stands to `base`, which is of its form.
    pub(crate) fn fits(&self, base: &Base) -> Fit {
        let fit = |within| if within { Fit::Within } else { Fit::Outside };
        match (self, base) {
            (_, Base::Malformed(..)) => Fit::MalformedBase,
            (Self::Unsupported(..), _) | (_, Base::Unsupported(_)) => Fit::Unsupported,
            (Self::Malformed(..), _) => Fit::MalformedName,
            (Self::Dns(name), Base::Dns(base)) => dns_fits(name, base),
            (Self::Ip(address), Base::Ip(network, mask)) => fit(ip_fits(*address, *network, *mask)),
            (Self::Email { local, host }, Base::Mailbox { local: base, host: base_host }) => {
                fit(local == base && host == base_host)
            }
            (Self::Email { host, .. }, Base::EmailHost(base)) | (Self::Uri(host, _), Base::UriHost(base)) => {
                fit(host_fits(host, base))
            }
            (Self::Directory(name, _), Base::Directory(base, _)) => fit(name.starts_with(base)),
            _ => Fit::Outside,
        }
    }
}

impl Base {
    pub(crate) fn of(name: &GeneralNameValue) -> Self {
        let malformed = |form| Self::Malformed(form, name.text().into_owned());
        let ascii = |octets: &[u8]| std::str::from_utf8(octets).ok().map(str::to_ascii_lowercase);
        match name {
            GeneralNameValue::Dns(octets) => match ascii(octets) {
                Some(text) if is_host_or_domain(&text) || text.is_empty() => Self::Dns(text),
                _ => malformed(Form::Dns),
            },
            GeneralNameValue::Ip(octets) => network(octets).unwrap_or_else(|| malformed(Form::Ip)),
            GeneralNameValue::Rfc822(octets) => match std::str::from_utf8(octets) {
                Ok(text) if text.contains('@') => mailbox(text)
                    .map_or_else(|| malformed(Form::Email), |(local, host)| Self::Mailbox { local, host }),
                Ok(text) if is_host_or_domain(text) => Self::EmailHost(text.to_ascii_lowercase()),
                _ => malformed(Form::Email),
            },
            GeneralNameValue::Uri(octets) => match ascii(octets) {
                Some(text) if is_host_or_domain(&text) => Self::UriHost(text),
                _ => malformed(Form::Uri),
            },
            GeneralNameValue::Directory(name) => Self::Directory(name.canonical(), name.to_string()),
            _ => Self::Unsupported(form_of(name)),
        }
    }

    /// The same subtree, cut by minimum or maximum, which are not processed.
    pub(super) fn unusable(self) -> Self {
        Self::Malformed(self.form(), self.to_string())
    }

    pub(crate) fn form(&self) -> Form {
        match self {
            Self::Dns(_) => Form::Dns,
            Self::Ip(..) => Form::Ip,
            Self::Mailbox { .. } | Self::EmailHost(_) => Form::Email,
            Self::UriHost(_) => Form::Uri,
            Self::Directory(..) => Form::Directory,
            Self::Malformed(form, _) | Self::Unsupported(form) => form.clone(),
        }
    }
}

/// A SmtpUTF8Mailbox is constrained by rfc822Name subtrees.
fn form_of(name: &GeneralNameValue) -> Form {
    match name {
        GeneralNameValue::Dns(_) => Form::Dns,
        GeneralNameValue::Ip(_) => Form::Ip,
        GeneralNameValue::Rfc822(_) => Form::Email,
        GeneralNameValue::Uri(_) => Form::Uri,
        GeneralNameValue::Directory(_) => Form::Directory,
        GeneralNameValue::Other { type_id, .. } => Form::Unsupported(0xa0, Some(type_id.clone())),
        GeneralNameValue::X400(_) => Form::Unsupported(0xa3, None),
        GeneralNameValue::EdiParty(_) => Form::Unsupported(0xa5, None),
        GeneralNameValue::RegisteredId(_) => Form::Unsupported(0x88, None),
        GeneralNameValue::Unreadable { tag, .. } => Form::Unsupported(*tag, None),
    }
}

/// A wildcard is within a subtree if all names it stands for are, and overlaps it if one of them is (both are what
/// RFC 9525 §6.3 would match).
fn dns_fits(name: &str, base: &str) -> Fit {
    let within = |name: &str| match base.strip_prefix('.') {
        Some(domain) => ends_with_labels(name, domain),
        None => base.is_empty() || name == base || ends_with_labels(name, base),
    };
    let Some(parent) = name.strip_prefix("*.") else {
        return if within(name) { Fit::Within } else { Fit::Outside };
    };
    if within(parent) || base.strip_prefix('.') == Some(parent) {
        return Fit::Within;
    }
    match base.split_once('.') {
        Some((label, rest)) if !label.is_empty() && rest == parent => Fit::Overlaps,
        _ => Fit::Outside,
    }
}

fn host_fits(host: &str, base: &str) -> bool {
    match base.strip_prefix('.') {
        Some(domain) => ends_with_labels(host, domain),
        None => host == base,
    }
}

fn ip_fits(address: IpAddr, network: IpAddr, mask: IpAddr) -> bool {
    match (address, network, mask) {
        (IpAddr::V4(address), IpAddr::V4(network), IpAddr::V4(mask)) => {
            address.to_bits() & mask.to_bits() == network.to_bits() & mask.to_bits()
        }
        (IpAddr::V6(address), IpAddr::V6(network), IpAddr::V6(mask)) => {
            address.to_bits() & mask.to_bits() == network.to_bits() & mask.to_bits()
        }
        _ => false,
    }
}

/// Address and mask; the mask must be a prefix (RFC 4632).
fn network(octets: &[u8]) -> Option<Base> {
    let (network, mask) = octets.split_at(octets.len() / 2);
    let (network, mask) = (ip_address(network)?, ip_address(mask)?);
    let is_prefix = match mask {
        IpAddr::V4(mask) => mask.to_bits().leading_ones() + mask.to_bits().trailing_zeros() >= 32,
        IpAddr::V6(mask) => mask.to_bits().leading_ones() + mask.to_bits().trailing_zeros() >= 128,
    };
    is_prefix.then_some(Base::Ip(network, mask))
}

impl fmt::Display for ConstrainedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(text) => write!(f, "DNS `{text}`"),
            Self::Ip(address) => write!(f, "IP `{address}`"),
            Self::Email { local, host } => write!(f, "The e-mail address `{local}@{host}`"),
            Self::Uri(_, text) => write!(f, "URI `{text}`"),
            Self::Directory(_, text) => write!(f, "The name `{text}`"),
            Self::Malformed(_, text) => write!(f, "The name `{text}`"),
            Self::Unsupported(_, text) => write!(f, "The name {text}"),
        }
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(text) | Self::EmailHost(text) | Self::UriHost(text) | Self::Directory(_, text)
                if text.is_empty() =>
            {
                f.write_str("every name of its form (an empty subtree)")
            }
            Self::Dns(text)
            | Self::EmailHost(text)
            | Self::UriHost(text)
            | Self::Directory(_, text)
            | Self::Malformed(_, text) => write!(f, "`{text}`"),
            Self::Ip(network, mask) => write!(f, "`{network}` mask `{mask}`"),
            Self::Mailbox { local, host } => write!(f, "`{local}@{host}`"),
            Self::Unsupported(_) => f.write_str("a subtree that is not compared here"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dns(text: &str) -> GeneralNameValue {
        GeneralNameValue::Dns(text.into())
    }

    fn mail(text: &str) -> GeneralNameValue {
        GeneralNameValue::Rfc822(text.into())
    }

    fn uri(text: &str) -> GeneralNameValue {
        GeneralNameValue::Uri(text.into())
    }

    #[test]
    fn fits() {
        use Fit::{MalformedBase, MalformedName, Outside, Overlaps, Within};
        let cases: &[(GeneralNameValue, GeneralNameValue, Fit)] = &[
            (dns("example.com"), dns("Example.com"), Within),
            (dns("a.b.example.com"), dns("example.com"), Within),
            (dns("notexample.com"), dns("example.com"), Outside),
            (dns("example.com"), dns(".example.com"), Outside),
            (dns("a.example.com"), dns(".example.com"), Within),
            (dns("anything.test"), dns(""), Within),
            (dns("*.example.com"), dns("example.com"), Within),
            (dns("*.example.com"), dns(".example.com"), Within),
            (dns("*.example.com"), dns("bar.example.com"), Overlaps),
            (dns("*.example.com"), dns("foo.bar.example.com"), Outside),
            (dns("example.com"), dns("*.example.com"), MalformedBase),
            (dns("a b"), dns("example.com"), MalformedName),
            (mail("a@example.com"), mail("example.com"), Within),
            (mail("a@b.example.com"), mail("example.com"), Outside),
            (mail("a@b.example.com"), mail(".example.com"), Within),
            (mail("a@example.com"), mail(".example.com"), Outside),
            (mail("a@EXAMPLE.com"), mail("a@example.com"), Within),
            (mail("A@example.com"), mail("a@example.com"), Outside),
            (mail("*@example.com"), mail("*@example.com"), Within),
            (mail("a@b@example.com"), mail("example.com"), MalformedName),
            (mail("a@example.com"), mail("a@b@example.com"), MalformedBase),
            (uri("https://user@host.example.com:8443/path"), uri("host.example.com"), Within),
            (uri("spiffe://example.org/ns/a"), uri("example.org"), Within),
            (uri("https://a.example.com"), uri("example.com"), Outside),
            (uri("https://a.example.com"), uri(".example.com"), Within),
            (uri("https://10.0.0.1/"), uri("example.com"), MalformedName),
            (uri("urn:uuid:1"), uri("example.com"), MalformedName),
            (
                GeneralNameValue::Ip(vec![10, 1, 2, 3]),
                GeneralNameValue::Ip(vec![10, 0, 0, 0, 255, 0, 0, 0]),
                Within,
            ),
            (
                GeneralNameValue::Ip(vec![11, 1, 2, 3]),
                GeneralNameValue::Ip(vec![10, 0, 0, 0, 255, 0, 0, 0]),
                Outside,
            ),
            (
                GeneralNameValue::Ip(vec![0; 16]),
                GeneralNameValue::Ip(vec![10, 0, 0, 0, 255, 0, 0, 0]),
                Outside,
            ),
            (GeneralNameValue::Ip(vec![10, 1, 2, 3]), GeneralNameValue::Ip(vec![10, 0, 0, 0]), MalformedBase),
            (
                GeneralNameValue::Ip(vec![10, 1, 2, 3]),
                GeneralNameValue::Ip(vec![10, 0, 0, 0, 255, 0, 255, 0]),
                MalformedBase,
            ),
        ];
        for (name, base, expected) in cases {
            assert_eq!(
                ConstrainedName::of(name).fits(&Base::of(base)),
                *expected,
                "{} {}",
                name.text(),
                base.text()
            );
        }
    }
}
