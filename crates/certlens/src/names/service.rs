//! The names by which a Service is dialled inside a cluster (Kubernetes, "DNS for Services and Pods").

use core::fmt;
use core::str::FromStr;

use super::ClusterDomain;
use crate::identity::presented::{Presented, PresentedIdentifier};

/// A Service; without a namespace, only its short name is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// `metadata.name`
    pub name: String,
    /// `metadata.namespace`
    pub namespace: Option<String>,
}

/// Why a text names no Service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseServiceError(String);

impl fmt::Display for ParseServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no Service: write `NAME`, `NAME.NAMESPACE` or `NAMESPACE/NAME`", self.0)
    }
}

impl core::error::Error for ParseServiceError {}

impl FromStr for Service {
    type Err = ParseServiceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, namespace) = match (text.split_once('/'), text.split_once('.')) {
            (Some((namespace, name)), _) => (name, Some(namespace)),
            (None, Some((name, namespace))) => (name, Some(namespace)),
            (None, None) => (text, None),
        };
        let is_known = is_label(name) && namespace.is_none_or(is_label);
        if !is_known {
            return Err(ParseServiceError(text.to_owned()));
        }
        Ok(Self { name: name.to_owned(), namespace: namespace.map(str::to_owned) })
    }
}

/// A label of RFC 1123, as Kubernetes names Services and namespaces.
fn is_label(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

impl Service {
    /// Every name of the Service, the shortest first, each with who can dial it.
    #[must_use]
    pub fn forms(&self, domain: &ClusterDomain) -> Vec<(String, String)> {
        let name = &self.name;
        let Some(namespace) = &self.namespace else {
            return vec![(name.clone(), "from its own namespace only".to_owned())];
        };
        let anywhere = "from every namespace";
        vec![
            (name.clone(), format!("from the namespace `{namespace}` only")),
            (format!("{name}.{namespace}"), anywhere.to_owned()),
            (format!("{name}.{namespace}.svc"), format!("{anywhere}; what webhooks and the API server dial")),
            (format!("{name}.{namespace}.svc.{domain}"), format!("{anywhere}, in full")),
        ]
    }

    /// The names of the first pod of a StatefulSet that has the name of its headless Service.
    fn pod_forms(&self, domain: &ClusterDomain) -> Vec<(String, String)> {
        let name = &self.name;
        let Some(namespace) = &self.namespace else { return Vec::new() };
        let note = "the first pod, where the Service is headless";
        [format!("{name}-0.{name}.{namespace}.svc"), format!("{name}-0.{name}.{namespace}.svc.{domain}")]
            .map(|form| (form, note.to_owned()))
            .to_vec()
    }
}

/// All names of the Service that a presented name is one of; a short name is taken for a Service in `namespace`.
pub(crate) fn named_by(
    identifier: &PresentedIdentifier,
    namespace: Option<&str>,
    domain: &ClusterDomain,
) -> Vec<(String, String)> {
    let Presented::Dns(text) = &identifier.value else { return Vec::new() };
    let text = text.to_ascii_lowercase();
    let (is_of_pods, rest) = text.strip_prefix("*.").map_or((false, text.as_str()), |rest| (true, rest));
    let in_cluster = rest.strip_suffix(&format!(".svc.{domain}")).or_else(|| rest.strip_suffix(".svc"));
    let service = match in_cluster.and_then(|own| own.split_once('.')) {
        Some((name, namespace)) => Service { name: name.to_owned(), namespace: Some(namespace.to_owned()) },
        None if in_cluster.is_none() && !is_of_pods && rest != "localhost" => {
            Service { name: rest.to_owned(), namespace: namespace.map(str::to_owned) }
        }
        None => return Vec::new(),
    };
    if !is_label(&service.name) || !service.namespace.as_deref().is_none_or(is_label) {
        return Vec::new();
    }
    let mut forms = service.forms(domain);
    if is_of_pods {
        forms.extend(service.pod_forms(domain));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_from_names() {
        const CASES: &[(&str, Option<&str>, &[&str])] = &[
            ("web", None, &["web"]),
            ("web", Some("shop"), &["web", "web.shop", "web.shop.svc", "web.shop.svc.cluster.local"]),
            ("web.shop.svc", None, &["web", "web.shop", "web.shop.svc", "web.shop.svc.cluster.local"]),
            (
                "Web.shop.svc.cluster.local",
                None,
                &["web", "web.shop", "web.shop.svc", "web.shop.svc.cluster.local"],
            ),
            (
                "*.web.shop.svc",
                None,
                &[
                    "web",
                    "web.shop",
                    "web.shop.svc",
                    "web.shop.svc.cluster.local",
                    "web-0.web.shop.svc",
                    "web-0.web.shop.svc.cluster.local",
                ],
            ),
            ("*.shop.svc", None, &[]),
            ("www.example.com", Some("shop"), &[]),
            ("localhost", Some("shop"), &[]),
            ("a.b.c.svc", None, &[]),
        ];
        for (presented, namespace, expected) in CASES {
            let value = Presented::Dns((*presented).to_owned());
            let identifier = PresentedIdentifier { value, range: crate::span::ByteRange::default() };
            let forms = named_by(&identifier, *namespace, &ClusterDomain::default());
            let names: Vec<String> = forms.into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, *expected, "{presented}");
        }
    }

    #[test]
    fn services_are_parsed() {
        let service =
            |text: &str| text.parse::<Service>().map(|service| (service.name, service.namespace)).ok();
        let named = |name: &str, namespace: &str| Some((name.to_owned(), Some(namespace.to_owned())));
        assert_eq!(service("web"), Some(("web".to_owned(), None)));
        assert_eq!(service("web.shop"), named("web", "shop"));
        assert_eq!(service("shop/web"), named("web", "shop"));
        assert_eq!(service("web.shop.svc"), None);
        assert_eq!(service("Web"), None);
        assert_eq!(service(""), None);
    }
}
