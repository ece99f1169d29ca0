//! Alerts on certificates: whether they ever fire, and when.

use super::{Context, Lint, Note};
use crate::config::Stated;
use crate::config::alert::Alert;
use crate::rule::{Citation, Rule, RuleKind, Severity};

pub(super) const LINTS: &[Lint<Alert>] =
    &[METRIC_MISSPELT, ALERT_AT_RENEWAL, ALERT_OF_ISSUED_ONLY, ALERT_AFTER_EXPIRY];

const METRIC_MISSPELT: Lint<Alert> = Lint {
    rule: &Rule {
        code: "metric-misspelt",
        title: "metric that cert-manager does not have",
        severity: Severity::Error,
        citation: Citation::Document("cert-manager, Prometheus metrics"),
        explanation: "An expression over a metric that does not exist has no result, so that the alert never fires and nobody notices.",
        remedy: "Write `certmanager_`, and add an alert on `absent(…)` of the metric, which fires when it is gone.",
        kind: RuleKind::Lint,
    },
    run: metric_misspelt,
};

fn metric_misspelt(alert: &Alert, _: &Context<'_>) -> Vec<Note> {
    let wrong = alert.metrics.iter().find(|metric| metric.value.starts_with("cert_manager_"));
    wrong
        .map(|metric| {
            let right = metric.value.replacen("cert_manager_", "certmanager_", 1);
            Note::text(metric.span, format!("its metric is `{}`; cert-manager's is `{right}`", metric.value))
        })
        .into_iter()
        .collect()
}

const ALERT_AT_RENEWAL: Lint<Alert> = Lint {
    rule: &Rule {
        code: "alert-at-renewal",
        title: "alert that fires at every normal renewal",
        severity: Severity::Warning,
        citation: Citation::Practice("redhat-cop/cert-utils-operator#180"),
        explanation: "Its expression becomes true in the minute in which the renewal begins, or before: every slow issuance and every difference of clocks pages someone, and a longer renewal window fires it in every cycle.",
        remedy: "Alert on a renewal that is overdue, `certmanager_certificate_renewal_timestamp_seconds < time() - 86400`, and on an expiry nearer than half of `renewBefore`.",
        kind: RuleKind::Lint,
    },
    run: alert_at_renewal,
};

fn alert_at_renewal(alert: &Alert, context: &Context<'_>) -> Vec<Note> {
    let is_issued = alert.metrics.iter().any(|metric| metric.value.contains("manager_certificate_"));
    let Some(threshold) = alert.threshold.as_ref().filter(|_| is_issued) else { return Vec::new() };
    let renewed = context
        .configuration
        .certificates
        .iter()
        .find(|certificate| certificate.renewal() <= threshold.value);
    renewed
        .map(|certificate| {
            let days = |seconds: u64| seconds / 86_400;
            let message = format!(
                "it fires {} days before expiry, and {} is renewed {} days before",
                days(threshold.value),
                certificate.title(),
                days(certificate.renewal())
            );
            Note::text(threshold.span, message)
        })
        .into_iter()
        .collect()
}

const ALERT_OF_ISSUED_ONLY: Lint<Alert> = Lint {
    rule: &Rule {
        code: "alert-of-issued-only",
        title: "alerts on cert-manager's certificates only",
        severity: Severity::Notice,
        citation: Citation::Practice("enix/x509-certificate-exporter"),
        explanation: "cert-manager reports what it issues. Secrets that were made by hand, the CA and the copies of `ca.crt` expire unseen.",
        remedy: "Watch Secrets as well, with x509-certificate-exporter and its metric `x509_cert_not_after`.",
        kind: RuleKind::Lint,
    },
    run: alert_of_issued_only,
};

fn alert_of_issued_only(alert: &Alert, context: &Context<'_>) -> Vec<Note> {
    let is_issued = |metric: &Stated<String>| metric.value.contains("manager_certificate_");
    let all = || context.configuration.alerts.iter();
    let watches_others = all().flat_map(|alert| &alert.metrics).any(|metric| {
        !is_issued(metric)
            && ["x509_cert", "ssl_cert", "cert_exporter"].iter().any(|start| metric.value.contains(start))
    });
    let is_first = all().find(|other| other.metrics.iter().any(is_issued)) == Some(alert);
    let metric =
        alert.metrics.iter().find(|metric| is_issued(metric)).filter(|_| is_first && !watches_others);
    metric
        .map(|metric| {
            Note::text(metric.span, "no alert here looks at a certificate that cert-manager did not issue")
        })
        .into_iter()
        .collect()
}

const ALERT_AFTER_EXPIRY: Lint<Alert> = Lint {
    rule: &Rule {
        code: "alert-after-expiry",
        title: "alert that fires after the outage has begun",
        severity: Severity::Notice,
        citation: Citation::Practice("Prometheus evaluates a rule after the fact"),
        explanation: "When the certificate has expired, every new connection has already failed.",
        remedy: "Give an earlier alert the severity that wakes someone, at half of `renewBefore`.",
        kind: RuleKind::Lint,
    },
    run: alert_after_expiry,
};

fn alert_after_expiry(alert: &Alert, _: &Context<'_>) -> Vec<Note> {
    Note::text_when(alert.after_expiry, alert.expression.span, "it fires once the certificate has expired")
}
