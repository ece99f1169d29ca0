//! Who a client is to the servers that see its certificate: the texts on which they decide.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use data_encoding::{HEXLOWER, HEXUPPER};

use crate::crypto::digest;
use crate::der::Reader;
use crate::purpose::{self, Grant, Purpose};
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::name::{Attribute, Name};
use crate::x509::oids;

/// What servers make of a client's certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct ClientView {
    /// The last common name: the user of Kubernetes, etcd, PostgreSQL and MySQL.
    pub common_name: Option<String>,
    /// Every organization: the groups of Kubernetes.
    pub organizations: Vec<String>,
    /// The first URI, by which SPIFFE, Istio and Envoy name the workload.
    pub uri: Option<String>,
    /// The subject as nginx's `$ssl_client_s_dn` and Envoy write it: RFC 2253 by way of OpenSSL.
    pub rfc2253: String,
    /// The subject as RFC 4514 writes it: Java, LDAP.
    pub rfc4514: String,
    /// The subject as `openssl x509 -nameopt oneline` writes it.
    pub openssl: String,
    /// The subject with slashes, as nginx's `$ssl_client_s_dn_legacy` and OpenSSL before 1.1 write it.
    pub openssl_legacy: String,
    /// The element that Envoy appends to `X-Forwarded-Client-Cert`, but for `By`, which is the proxy's own URI.
    pub forwarded_client_cert: String,
    /// What this means for authorisation.
    pub note: String,
}

/// What servers make of `certificate`.
#[must_use]
pub fn view(certificate: &Certificate) -> ClientView {
    let subject = &certificate.subject;
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let mut uris = names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Uri(_) => Some(name.value.text().into_owned()),
        _ => None,
    });
    let uri = uris.next();
    let organizations = subject.attributes().filter(|attribute| attribute.oid.octets() == oids::ORGANIZATION);
    ClientView {
        common_name: subject.common_name().map(str::to_owned),
        organizations: organizations.map(|attribute| attribute.text.clone()).collect(),
        rfc2253: rfc2253(subject),
        rfc4514: subject.to_string(),
        openssl: oneline(subject),
        openssl_legacy: legacy(subject),
        forwarded_client_cert: forwarded(certificate),
        note: note(certificate, uri.as_deref(), uris.next().is_some()),
        uri,
    }
}

fn note(certificate: &Certificate, uri: Option<&str>, has_second_uri: bool) -> String {
    let has_names = certificate.subject_alternative_names().is_some_and(|names| !names.is_empty());
    if purpose::grant(certificate.extended_key_usage(), Purpose::ClientAuthentication) == Grant::Refused {
        return "Its extended key usage has no clientAuth: servers refuse it as a client's, whatever it is called. Issue it with \
                clientAuth if it is to be one."
            .to_owned();
    }
    match (uri, certificate.subject.common_name()) {
        (Some(uri), _) if uri.starts_with("spiffe://") && has_second_uri => format!(
            "`{uri}` is not the only URI: a SPIFFE workload has exactly one, and SPIFFE-aware peers refuse the certificate. \
             Issue it with one."
        ),
        (Some(uri), _) if uri.starts_with("spiffe://") => format!("SPIFFE-aware peers know the client as `{uri}`."),
        (_, Some(name)) if !has_names => format!(
            "It has no subjectAltName: only servers that authorise by common name, here `{name}`, can tell this client from \
             others. Issue it with a DNS name or a URI."
        ),
        (_, None) if !has_names => "It names nobody, neither in the subject nor in subjectAltName: no server can tell this client \
             from others of the same CA. Issue it with a name."
            .to_owned(),
        (_, Some(name)) => format!("Kubernetes and etcd would know the client as the user `{name}`."),
        (_, None) => "It has no common name: servers that authorise by it, as Kubernetes and etcd do, refuse the client."
            .to_owned(),
    }
}

/// The element of Envoy's HTTP connection manager with Subject, URI and DNS asked for. Envoy escapes nothing but what RFC 2253
/// does, and writes `URI=` where there is none.
fn forwarded(certificate: &Certificate) -> String {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let mut uris = Vec::new();
    let mut hosts = Vec::new();
    for name in names {
        match &name.value {
            GeneralNameValue::Uri(_) => uris.push(format!("URI={}", name.value.text())),
            GeneralNameValue::Dns(_) => hosts.push(format!("DNS={}", name.value.text())),
            _ => {}
        }
    }
    if uris.is_empty() {
        uris.push("URI=".to_owned());
    }
    let hash = format!("Hash={}", HEXLOWER.encode(&digest::sha256(&certificate.der)));
    let subject = format!("Subject=\"{}\"", rfc2253(&certificate.subject));
    let parts: Vec<String> = [hash, subject].into_iter().chain(uris).chain(hosts).collect();
    parts.join(";")
}

/// OpenSSL's `XN_FLAG_RFC2253`: the most specific first, what is not ASCII escaped octet by octet.
fn rfc2253(name: &Name) -> String {
    let rdns = name.rdns.iter().rev().map(|rdn| {
        let attributes = rdn.attributes.iter().rev().map(|attribute| {
            let is_known = oids::attribute(&attribute.oid).is_some();
            let value = match attribute.string_type.filter(|_| is_known) {
                Some(_) => backslashed(&attribute.text),
                None => format!("#{}", HEXUPPER.encode(&attribute.value)),
            };
            format!("{}={value}", attribute.label())
        });
        attributes.collect::<Vec<_>>().join("+")
    });
    rdns.collect::<Vec<_>>().join(",")
}

fn backslashed(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let mut escaped = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => escaped.extend(['\\', character]),
            '#' | ' ' if index == 0 => escaped.extend(['\\', character]),
            ' ' if index == last => escaped.push_str("\\ "),
            character => push_printable(&mut escaped, character),
        }
    }
    escaped
}

/// A character of printable ASCII as it is, another one as the octets of its UTF-8.
fn push_printable(text: &mut String, character: char) {
    if character.is_ascii() && !character.is_ascii_control() {
        text.push(character);
        return;
    }
    for octet in character.encode_utf8(&mut [0; 4]).bytes() {
        text.push('\\');
        text.push_str(&HEXUPPER.encode(&[octet]));
    }
}

/// OpenSSL's `XN_FLAG_ONELINE`: in the order of the encoding, values quoted where they need it.
fn oneline(name: &Name) -> String {
    let rdns = name.rdns.iter().map(|rdn| {
        let attributes =
            rdn.attributes.iter().map(|attribute| format!("{} = {}", attribute.label(), quoted(attribute)));
        attributes.collect::<Vec<_>>().join(" + ")
    });
    rdns.collect::<Vec<_>>().join(", ")
}

fn quoted(attribute: &Attribute) -> String {
    let text = &attribute.text;
    if attribute.string_type.is_none() {
        return format!("#{}", HEXUPPER.encode(&attribute.value));
    }
    let needs =
        text.contains([',', '+', '<', '>', ';']) || text.starts_with(['#', ' ']) || text.ends_with(' ');
    let mut inner = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\\' => inner.extend(['\\', character]),
            character => push_printable(&mut inner, character),
        }
    }
    if needs { format!("\"{inner}\"") } else { inner }
}

/// OpenSSL's `X509_NAME_oneline`: a slash before every name, octets outside printable ASCII as `\x..`.
fn legacy(name: &Name) -> String {
    let mut text = String::new();
    for rdn in &name.rdns {
        for (index, attribute) in rdn.attributes.iter().enumerate() {
            text.push(if index == 0 { '/' } else { '+' });
            text.push_str(&attribute.label());
            text.push('=');
            for octet in content(attribute) {
                match octet {
                    b'/' | b'+' => text.extend(['\\', char::from(*octet)]),
                    b' '..=b'~' => text.push(char::from(*octet)),
                    other => text.push_str(&format!("\\x{}", HEXUPPER.encode(&[*other]))),
                }
            }
        }
    }
    text
}

/// The octets of a string, whatever its type; the whole encoding of what is no string.
fn content(attribute: &Attribute) -> &[u8] {
    if attribute.string_type.is_none() {
        return &attribute.value;
    }
    let element = Reader::new(&attribute.value).next(&mut Vec::new());
    element.map(|element| element.content.of(&attribute.value)).unwrap_or_default()
}
