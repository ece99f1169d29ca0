//! What a connection is made under, beside the certificates of its sides.

use crate::config::Configuration;
use crate::config::go::GoTlsConfig;
use crate::config::laxity::Laxity;
use crate::peer::encounter::{Suites, TlsVersion};
use crate::peer::side::{Side, default_name};
use crate::time::Timestamp;

/// What a pair is judged under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The name by which the client knows the server, as it is configured: letter case and a trailing dot count.
    pub name: String,
    /// The time of the handshake.
    pub time: Timestamp,
    /// The suites of TLS 1.2 that the server allows.
    pub suites: Suites,
    /// The oldest version that both sides allow.
    pub least_version: TlsVersion,
    /// How all that was told, a sentence each.
    pub told: Vec<String>,
}

/// What the user says of a connection, which goes before what was pasted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// The name that is dialled.
    pub name: Option<String>,
    /// The suites of TLS 1.2 that the server allows.
    pub suites: Option<Suites>,
}

impl Conversation {
    /// A connection by this name at this time, with everything else as it commonly is: TLS 1.2 with ECDHE suites, and TLS 1.3.
    #[must_use]
    pub fn new(name: impl Into<String>, time: Timestamp) -> Self {
        let suites = Suites::default();
        Self { name: name.into(), time, suites, least_version: TlsVersion::V12, told: Vec::new() }
    }

    /// What the user says of the connection, then what the `tls.Config` literals in `configuration` do; what they leave open, as it
    /// commonly is, and the name by the server's certificate.
    #[must_use]
    pub fn stated(configuration: &Configuration, server: Option<&Side>, time: Timestamp, said: Said) -> Self {
        let configs = &configuration.tls_configs;
        let mut conversation = Self::new(default_name(server), time);
        match configs.iter().find_map(|config| config.server_name.as_ref()) {
            _ if said.name.is_some() => conversation.name = said.name.unwrap_or_default(),
            Some(name) => {
                conversation.name.clone_from(&name.value);
                conversation.tell("The name is ServerName of the tls.Config that was pasted.");
            }
            None if server.is_some() => {
                conversation.tell(
                    "The name is the first that the server's certificate has; say which one is dialled.",
                );
            }
            None => {}
        }
        conversation.versions(configs);
        match said.suites {
            Some(suites) => conversation.suites = suites,
            None => conversation.suites(configs),
        }
        for config in configs {
            conversation.unchecked(config);
        }
        for Laxity { written, program, .. } in &configuration.laxities {
            conversation.tell(&format!(
                "`{written}` has {program} verify less; here both sides are judged all the same."
            ));
        }
        conversation
    }

    fn tell(&mut self, sentence: &str) {
        if !self.told.iter().any(|told| told == sentence) {
            self.told.push(sentence.to_owned());
        }
    }

    fn versions(&mut self, configs: &[GoTlsConfig]) {
        let is_13 = |config: &GoTlsConfig| {
            config.min_version.as_ref().is_some_and(|version| version.value == "VersionTLS13")
        };
        if configs.iter().any(is_13) {
            self.least_version = TlsVersion::V13;
            self.tell("Only TLS 1.3 is tried, as MinVersion says.");
        }
    }

    /// The suites that a server names; a list that names none of ECDHE is a variable, or one that nothing here judges.
    fn suites(&mut self, configs: &[GoTlsConfig]) {
        let mut lists = configs.iter().filter_map(|config| config.cipher_suites.as_ref());
        let Some(list) = lists.next() else { return };
        let names = |part: &str| list.value.iter().any(|suite| suite.value.contains(part));
        let suites = Suites { ecdhe_rsa: names("ECDHE_RSA"), ecdhe_ecdsa: names("ECDHE_ECDSA") };
        if suites.ecdhe_rsa || suites.ecdhe_ecdsa {
            self.suites = suites;
            self.tell("The suites of TLS 1.2 are those that CipherSuites names.");
        }
    }

    /// Settings that switch a judgement off: the pair is judged as if they were not there, and that is said.
    fn unchecked(&mut self, config: &GoTlsConfig) {
        if config.insecure_skip_verify.as_ref().is_some_and(|skip| skip.value) {
            self.tell(
                "InsecureSkipVerify is set, so the client accepts any server; here the server is judged all the same.",
            );
        }
        let asks = config.client_auth.as_ref().map(|auth| auth.value.as_str());
        if matches!(asks, Some("NoClientCert" | "RequestClientCert" | "RequireAnyClientCert")) {
            self.tell(
                "ClientAuth does not have the server verify the client; here the client is judged all the same.",
            );
        }
    }
}
