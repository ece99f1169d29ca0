//! The names that were asked for and those that were given, so that they can be compared.

use core::net::IpAddr;
use std::collections::BTreeSet;

use crate::sort;
use crate::x509::extension::{Extension, lookup};
use crate::x509::name::Name;

/// Names in a form in which the same ones are equal.
pub(super) struct NameSet {
    /// As [`name`] writes them.
    pub(super) alternatives: BTreeSet<String>,
    pub(super) common_name: Option<String>,
}

/// `DNS:web.shop.svc`, whatever the case and, of an address, the form.
pub(super) fn name(label: &str, text: &str) -> String {
    let text = match label {
        "DNS" => text.to_ascii_lowercase(),
        "IP" => text
            .parse::<IpAddr>()
            .map_or_else(|_| text.to_owned(), |address| address.to_canonical().to_string()),
        "URI" => text.split_once(':').map_or_else(
            || text.to_owned(),
            |(scheme, rest)| format!("{}:{rest}", scheme.to_ascii_lowercase()),
        ),
        _ => text.to_owned(),
    };
    format!("{label}:{text}")
}

impl NameSet {
    /// Those of a certificate or a request; of the forms of alternative names, the ones that manifests can ask for.
    pub(super) fn of(subject: &Name, extensions: &[Extension]) -> Self {
        let names = lookup::subject_alternative_names(extensions).unwrap_or_default().iter();
        let names = names.map(|given| (given.value.label(), given.value.text()));
        let known = names.filter(|(label, _)| matches!(*label, "DNS" | "IP" | "URI" | "email"));
        Self {
            alternatives: sort::gather(known.map(|(label, text)| name(label, &text))),
            common_name: subject.common_name().map(str::to_owned),
        }
    }

    /// Those that `other` has not. CAs turn a common name into an alternative one and back, so that either stands for the other.
    pub(super) fn without(&self, other: &Self) -> Vec<String> {
        let common_name = other.common_name.as_ref().map(|text| name("DNS", text));
        let has = |name: &String| other.alternatives.contains(name) || common_name.as_ref() == Some(name);
        let mut apart: Vec<String> = self.alternatives.iter().filter(|name| !has(name)).cloned().collect();
        let own = self.common_name.iter().filter(|text| !has(&name("DNS", text)));
        apart.extend(own.map(|text| format!("CN={text}")));
        apart
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{NameSet, name};

    /// Two names and whether they are the same.
    #[test]
    fn names_are_the_same_however_they_are_written() {
        let cases = [
            ("DNS", "Web.Shop.svc", "web.shop.SVC", true),
            ("DNS", "*.shop.example", "www.shop.example", false),
            ("IP", "2001:DB8:0:0::1", "2001:db8::1", true),
            ("IP", "::ffff:10.0.0.1", "10.0.0.1", true),
            ("IP", "10.0.0.1", "10.0.0.2", false),
            ("URI", "SPIFFE://example.org/a", "spiffe://example.org/a", true),
            ("URI", "spiffe://example.org/a", "spiffe://example.org/A", false),
            ("email", "a@example.org", "A@example.org", false),
        ];
        for (label, one, other, is_same) in cases {
            assert_eq!(name(label, one) == name(label, other), is_same, "{label}: {one} {other}");
        }
    }

    #[test]
    fn a_common_name_stands_for_an_alternative_one() {
        let set = |common_name: Option<&str>, alternatives: &[&str]| NameSet {
            alternatives: alternatives.iter().map(|text| name("DNS", text)).collect::<BTreeSet<_>>(),
            common_name: common_name.map(str::to_owned),
        };
        let cases: &[(NameSet, NameSet, &[&str])] = &[
            (set(Some("a"), &["a"]), set(None, &["a"]), &[]),
            (set(None, &["a"]), set(Some("A"), &[]), &[]),
            (set(Some("a"), &["b"]), set(Some("c"), &["d"]), &["DNS:b", "CN=a"]),
        ];
        for (one, other, apart) in cases {
            assert_eq!(one.without(other), *apart);
        }
    }
}
