//! What a certificate says, a line each.

use certlens::report::document::{CertificateDocument, ObjectDocument};
use yew::prelude::*;

use crate::copy::Copy;
use crate::page::Page;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Fact(Props { label, children }: &Props) -> Html {
    html! { <div class="fact"><dt>{ label }</dt><dd>{ children.clone() }</dd></div> }
}

pub(crate) fn certificate_facts(page: &Page, certificate: &CertificateDocument) -> Vec<Html> {
    let copied = |what: &'static str, text: &str| {
        html! { <Copy page={page.clone()} {what} text={text.to_owned()} /> }
    };
    let names = &certificate.subject_alternative_names;
    let constraint = match (certificate.is_ca, certificate.path_len) {
        (true, Some(0)) => "CA, may issue no further CA".to_owned(),
        (true, Some(length)) => format!("CA, at most {length} CAs below it"),
        (true, None) => "CA".to_owned(),
        (false, _) => "Not a CA".to_owned(),
    };
    vec![
        html! {
            <Fact label="Names">
                if names.is_empty() {
                    <span class="absent">{ "None" }</span>
                } else {
                    <ul class="chips">{ for names.iter().map(|name| html! { <li>{ name }</li> }) }</ul>
                    { copied("subject alternative names, a line each", &names.join("\n")) }
                }
            </Fact>
        },
        html! {
            <Fact label="Valid">
                <time>{ readable(&certificate.not_before) }</time>{ " to " }<time>{ readable(&certificate.not_after) }</time>
            </Fact>
        },
        html! { <Fact label="Subject">{ or_empty(&certificate.subject) }</Fact> },
        html! { <Fact label="Issuer">{ issuer(certificate) }</Fact> },
        html! { <Fact label="Key usage">{ chips(certificate.key_usage.as_deref()) }</Fact> },
        html! { <Fact label="Extended key usage">{ chips(certificate.extended_key_usage.as_deref()) }</Fact> },
        html! { <Fact label="Basic constraints">{ constraint }</Fact> },
        html! { <Fact label="Signature">{ &certificate.signature_algorithm }</Fact> },
        html! { <Fact label="Serial"><code class="hash">{ grouped(&certificate.serial) }</code>{ copied("serial number, hex", &certificate.serial) }</Fact> },
    ]
}

fn issuer(certificate: &CertificateDocument) -> Html {
    if certificate.is_self_issued {
        html! { <>{ "Itself" }<span class="absent">{ " (self-issued)" }</span></> }
    } else {
        or_empty(&certificate.issuer)
    }
}

fn or_empty(name: &str) -> Html {
    if name.is_empty() {
        html! { <span class="absent">{ "Empty" }</span> }
    } else {
        html! { { name.to_owned() } }
    }
}

/// The extension's values, or that it is not there.
fn chips(values: Option<&[String]>) -> Html {
    match values {
        None => html! { <span class="absent">{ "Not given" }</span> },
        Some([]) => html! { <span class="absent">{ "Empty" }</span> },
        Some(values) => {
            html! { <ul class="chips">{ for values.iter().map(|value| html! { <li>{ value }</li> }) }</ul> }
        }
    }
}

/// `2026-11-24T03:00:00Z` with a blank where the `T` is and `UTC` where the `Z` is.
pub(crate) fn readable(time: &str) -> String {
    match time.split_once('T') {
        Some((date, clock)) => format!("{date} {}", clock.replace('Z', " UTC")),
        None => time.to_owned(),
    }
}

/// Digits in fours, so that a reader can compare them.
fn grouped(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

pub(crate) fn fingerprints(page: &Page, object: &ObjectDocument) -> Vec<Html> {
    let line = |label: &'static str, what: &'static str, text: &str, shown: String| {
        html! {
            <Fact {label}>
                <code class="hash">{ shown }</code>
                <Copy page={page.clone()} {what} text={text.to_owned()} />
            </Fact>
        }
    };
    let mut lines = Vec::new();
    if let Some(sha256) = &object.sha256 {
        lines.push(line(
            "SHA-256",
            "SHA-256 of the encoding, hex — Envoy verify_certificate_hash, openssl -fingerprint",
            sha256,
            grouped(sha256),
        ));
    }
    if let Some(certificate) = &object.certificate {
        lines.push(line(
            "SHA-1",
            "SHA-1 of the certificate, hex — openssl -fingerprint -sha1",
            &certificate.sha1,
            grouped(&certificate.sha1),
        ));
    }
    if let Some(pin) = &object.spki_sha256 {
        lines.push(line("Key pin", "SPKI SHA-256, base64 — OkHttp, curl, Envoy spki", pin, pin.clone()));
    }
    lines
}
