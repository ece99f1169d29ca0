//! Exceptions of Java, each with what it was caused by, as the recording prints them: `Outer: why <- Inner: why`.

use crate::peer::alert::Alert;
use crate::peer::cause::Cause;
use crate::peer::shelf::Parsed;
use crate::peer::stack::java::value::NOT_ENOUGH;

pub(super) const IO: &str = "java.io.IOException";
const END_OF_FILE: &str = "java.io.EOFException";
pub(super) const CERTIFICATE: &str = "java.security.cert.CertificateException";
pub(super) const CERTIFICATE_PARSING: &str = "java.security.cert.CertificateParsingException";
pub(super) const CERT_PATH_VALIDATOR: &str = "java.security.cert.CertPathValidatorException";
pub(super) const VALIDATOR: &str = "sun.security.validator.ValidatorException";
pub(super) const SIGNATURE: &str = "java.security.SignatureException";

/// An exception and its causes.
#[derive(Debug, Clone)]
pub(super) struct Thrown {
    pub(super) cause: Cause,
    /// What a client tells a server of TLS 1.2; everybody else hears of `certificate_unknown`.
    pub(super) alert: Alert,
    /// The encoding of the certificate at fault.
    pub(super) certificate: Option<Vec<u8>>,
    /// From the outermost to the innermost.
    links: Vec<Link>,
}

#[derive(Debug, Clone)]
struct Link {
    /// With its package.
    class: &'static str,
    message: String,
}

impl Link {
    /// `Throwable.toString`
    fn full(&self) -> String {
        format!("{}: {}", self.class, self.message)
    }

    fn short(&self) -> String {
        let name = self.class.rsplit('.').next().unwrap_or_default();
        format!("{name}: {}", self.message)
    }
}

/// An `IOException`; that of an end that comes too early is one of its own.
pub(super) fn input_output(message: &str) -> Thrown {
    let class = if message == NOT_ENOUGH { END_OF_FILE } else { IO };
    Thrown::new(Cause::Encoding, class, message)
}

impl Thrown {
    pub(super) fn new(cause: Cause, class: &'static str, message: impl Into<String>) -> Self {
        let links = vec![Link { class, message: message.into() }];
        Self { cause, alert: Alert::CERTIFICATE_UNKNOWN, certificate: None, links }
    }

    /// The innermost exception was caused by this one.
    pub(super) fn caused_by(mut self, class: &'static str, message: impl Into<String>) -> Self {
        self.links.push(Link { class, message: message.into() });
        self
    }

    /// Caught, and thrown again within another.
    pub(super) fn within(mut self, class: &'static str, message: &str) -> Self {
        let message = format!("{message}{}", self.outermost().map(Link::full).unwrap_or_default());
        self.links.insert(0, Link { class, message });
        self
    }

    pub(super) fn alerting(self, alert: Alert) -> Self {
        Self { alert, ..self }
    }

    pub(super) fn of(self, certificate: &Parsed) -> Self {
        Self { certificate: self.certificate.or_else(|| Some(certificate.der.clone())), ..self }
    }

    fn outermost(&self) -> Option<&Link> {
        self.links.first()
    }

    /// What the outermost says.
    pub(super) fn message(&self) -> &str {
        self.outermost().map_or("", |link| link.message.as_str())
    }

    /// All of them.
    pub(super) fn text(&self) -> String {
        self.links.iter().map(Link::short).collect::<Vec<_>>().join(" <- ")
    }

    /// The same where the outermost is printed by itself: a cause that it quotes in full is not said again.
    pub(super) fn text_alone(&self) -> String {
        match self.links.as_slice() {
            [outer, inner, rest @ ..] if outer.message == inner.full() => {
                core::iter::once(outer).chain(rest).map(Link::short).collect::<Vec<_>>().join(" <- ")
            }
            _ => self.text(),
        }
    }
}
