//! The subject alternative names of the new certificate: those of the old one as they were meant, and those that are missing.

use core::net::IpAddr;

use super::subject::shown;
use crate::identity::ReferenceIdentifier;
use crate::identity::presented::{Presented, PresentedIdentifier};
use crate::names::{ClusterDomain, named_by};
use crate::span::ByteRange;
use crate::x509::general_name::{GeneralName, GeneralNameValue, ip_address};

/// One name, in a form that OpenSSL's configuration has a word for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum San {
    Dns(String),
    Ip(IpAddr),
    Uri(String),
    Email(String),
    RegisteredId(String),
}

impl San {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Dns(_) => "DNS",
            Self::Ip(_) => "IP",
            Self::Uri(_) => "URI",
            Self::Email(_) => "email",
            Self::RegisteredId(_) => "RID",
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Dns(text) | Self::Uri(text) | Self::Email(text) | Self::RegisteredId(text) => text.clone(),
            Self::Ip(address) => address.to_string(),
        }
    }

    /// True for the names of the machine itself.
    fn is_local(&self) -> bool {
        match self {
            Self::Dns(text) => text.eq_ignore_ascii_case("localhost"),
            Self::Ip(address) => address.is_loopback(),
            _ => false,
        }
    }

    /// True for a name by which a server is dialled.
    pub(super) const fn is_dialled(&self) -> bool {
        matches!(self, Self::Dns(_) | Self::Ip(_))
    }
}

/// Most names that are written; a certificate may have thousands.
const MOST: usize = 500;

/// The names that can be carried over, each once.
pub(super) fn kept(names: &[GeneralName], gaps: &mut Vec<String>) -> Vec<San> {
    let mut kept: Vec<San> = Vec::new();
    if names.len() > MOST {
        gaps.push(format!(
            "Of {} names only the first {MOST} are written: add the others by hand.",
            names.len()
        ));
    }
    for name in names.iter().take(MOST) {
        match san(&name.value) {
            Ok(Some(own)) => push(&mut kept, own),
            Ok(None) => {}
            Err(why) => {
                let (kind, text) = (name.value.label(), name.value.text());
                gaps.push(format!("The name {kind} `{}` is left out: {why}", shown(&text)));
            }
        }
    }
    kept
}

/// Adds those that are not there yet.
pub(super) fn push_all(names: &mut Vec<San>, others: impl IntoIterator<Item = San>) {
    others.into_iter().for_each(|own| push(names, own));
}

fn push(names: &mut Vec<San>, own: San) {
    let is_same = |known: &San| known.kind() == own.kind() && known.text().eq_ignore_ascii_case(&own.text());
    if !names.iter().any(is_same) {
        names.push(own);
    }
}

/// The name as it was meant; nothing for one that is empty.
fn san(value: &GeneralNameValue) -> Result<Option<San>, &'static str> {
    let text = value.text();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    match value {
        GeneralNameValue::Dns(_) => {
            let name = text.trim_end_matches('.');
            let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '*');
            match name.parse::<IpAddr>() {
                _ if name.is_empty() => Ok(None),
                Ok(address) => Ok(Some(San::Ip(address))),
                Err(_) if name.chars().all(is_host) => Ok(Some(San::Dns(name.to_owned()))),
                Err(_) => Err("it has characters that no host name has. Write the name that is dialled."),
            }
        }
        GeneralNameValue::Ip(octets) => match ip_address(octets) {
            Some(address) => Ok(Some(San::Ip(address))),
            None => Err("it is no address of 4 or 16 octets. Write the address that is dialled."),
        },
        GeneralNameValue::Uri(_) | GeneralNameValue::Rfc822(_) if text.is_empty() => Ok(None),
        GeneralNameValue::Uri(_) if is_plain && text.contains(':') => Ok(Some(San::Uri(text.into_owned()))),
        GeneralNameValue::Uri(_) => Err("it is no URI. Write one with its scheme."),
        // `copy` and `move` would have a meaning of their own.
        GeneralNameValue::Rfc822(_) if is_plain && text.contains('@') => {
            Ok(Some(San::Email(text.into_owned())))
        }
        GeneralNameValue::Rfc822(_) => Err("it is no address of a mailbox in ASCII."),
        GeneralNameValue::RegisteredId(oid) => Ok(Some(San::RegisteredId(oid.to_string()))),
        _ => Err("this form is not written here. Add it by hand if something reads it."),
    }
}

/// The common name, if it can be dialled.
pub(super) fn of_common_name(common_name: &str) -> Option<San> {
    let (star, name) = match common_name.strip_prefix("*.") {
        Some(rest) => ("*.", rest),
        None => ("", common_name),
    };
    match name.parse().ok()? {
        ReferenceIdentifier::Dns(name) if !star.is_empty() => Some(San::Dns(format!("{star}{name}"))),
        _ if !star.is_empty() => None,
        ReferenceIdentifier::Dns(name) => Some(San::Dns(name)),
        ReferenceIdentifier::Ip(address) => Some(San::Ip(address)),
        ReferenceIdentifier::Uri(_) => None,
    }
}

/// A server's names: those of its Service in all their forms, and not those of the machine itself beside others.
pub(super) fn for_server(names: Vec<San>, namespace: Option<&str>) -> Vec<San> {
    let has_others = names.iter().any(|name| !name.is_local());
    let mut wanted: Vec<San> = Vec::new();
    for name in names.into_iter().filter(|name| !(has_others && name.is_local())) {
        let forms = match &name {
            San::Dns(text) => service_forms(text, namespace),
            _ => Vec::new(),
        };
        push(&mut wanted, name);
        if wanted.len() < MOST {
            push_all(&mut wanted, forms.into_iter().map(San::Dns));
        }
    }
    wanted
}

/// The names with a namespace in them of the Service that this one names; the domain of the cluster is taken from it.
fn service_forms(text: &str, namespace: Option<&str>) -> Vec<String> {
    let domain = text.split_once(".svc.").and_then(|(_, domain)| domain.parse().ok());
    let domain: ClusterDomain = domain.unwrap_or_default();
    let identifier =
        PresentedIdentifier { value: Presented::Dns(text.to_owned()), range: ByteRange::default() };
    let forms = named_by(&identifier, namespace, &domain);
    forms.into_iter().map(|(form, _)| form).filter(|form| form.contains('.')).collect()
}
