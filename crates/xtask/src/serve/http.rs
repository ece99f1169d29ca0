//! As much of HTTP/1.1 as serving files needs: GET and HEAD, one request a connection.

use std::io::{Read, Write};

use anyhow::{Result, bail};

use super::site::{File, Site};

/// A request's head is refused beyond this many bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// Said with every answer.
const ALWAYS: &str = "Connection: close\r\n\
    X-Content-Type-Options: nosniff\r\n\
    X-Frame-Options: DENY\r\n\
    Referrer-Policy: no-referrer\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Cross-Origin-Embedder-Policy: require-corp\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Permissions-Policy: camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

/// An answer, its body apart so that HEAD can leave it out.
pub(crate) struct Response<'a> {
    pub(crate) head: String,
    pub(crate) body: &'a [u8],
}

/// Reads up to the empty line.
pub(crate) fn read_head(stream: &mut impl Read) -> Result<String> {
    let mut head = Vec::new();
    let mut chunk = [0; 4096];
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        let read = stream.read(&mut chunk)?;
        if read == 0 || head.len() + read > LONGEST_HEAD {
            bail!("no whole request");
        }
        head.extend(chunk.iter().take(read));
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

pub(crate) fn answer<'a>(head: &str, site: &'a Site) -> Response<'a> {
    let (line, fields) = head.split_once("\r\n").unwrap_or((head, ""));
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let response = match (method, site.get(path)) {
        ("GET" | "HEAD", Some(file)) => found(file, fields),
        ("GET" | "HEAD", None) => {
            plain("404 Not Found", b"There is no such page here. Go back to the start page.\n")
        }
        _ => plain("405 Method Not Allowed\r\nAllow: GET, HEAD", b"Only GET and HEAD are answered here.\n"),
    };
    if method == "HEAD" { Response { body: b"", ..response } } else { response }
}

pub(crate) fn write(stream: &mut impl Write, response: &Response<'_>) -> Result<()> {
    stream.write_all(response.head.as_bytes())?;
    stream.write_all(response.body)?;
    Ok(stream.flush()?)
}

fn found<'a>(file: &'a File, fields: &str) -> Response<'a> {
    let File { media_type, policy, cache, etag, .. } = file;
    let about = format!(
        "Content-Type: {media_type}\r\nContent-Security-Policy: {policy}\r\nCache-Control: {cache}\r\nETag: {etag}\r\nVary: Accept-Encoding\r\n{ALWAYS}"
    );
    if field(fields, "if-none-match").is_some_and(|known| known.contains(etag.as_str())) {
        return Response { head: format!("HTTP/1.1 304 Not Modified\r\n{about}\r\n"), body: b"" };
    }
    let accepted = field(fields, "accept-encoding").unwrap_or_default();
    let accepts = |coding: &str| accepted.split(',').any(|offer| offer.trim() == coding);
    let (coding, body) = match (&file.brotli, &file.gzip) {
        (Some(packed), _) if accepts("br") => ("Content-Encoding: br\r\n", packed),
        (_, Some(packed)) if accepts("gzip") => ("Content-Encoding: gzip\r\n", packed),
        _ => ("", &file.body),
    };
    Response {
        head: format!("HTTP/1.1 200 OK\r\n{about}{coding}Content-Length: {}\r\n\r\n", body.len()),
        body,
    }
}

fn plain<'a>(status: &str, body: &'a [u8]) -> Response<'a> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n{ALWAYS}\r\n"
    );
    Response { head, body }
}

fn field<'a>(fields: &'a str, name: &str) -> Option<&'a str> {
    fields.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &[(&str, &str, &str)] = &[
        ("GET /base/ HTTP/1.1\r\n\r\n", "200 OK", "text/html"),
        ("GET /base/?query HTTP/1.1\r\n\r\n", "200 OK", "text/html"),
        ("HEAD /base/assets-1/web_bg.wasm HTTP/1.1\r\n\r\n", "200 OK", "application/wasm"),
        (
            "GET /base/assets-1/web_bg.wasm HTTP/1.1\r\nAccept-Encoding: gzip, br\r\n\r\n",
            "200 OK",
            "Content-Encoding: br",
        ),
        (
            "GET /base/assets-1/web_bg.wasm HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n",
            "200 OK",
            "application/wasm",
        ),
        ("POST /base/ HTTP/1.1\r\n\r\n", "405 Method Not Allowed", "Allow: GET, HEAD"),
        // Nothing outside the folder, however it is spelt.
        ("GET / HTTP/1.1\r\n\r\n", "404 Not Found", ""),
        ("GET /base HTTP/1.1\r\n\r\n", "404 Not Found", ""),
        ("GET /base/../Cargo.toml HTTP/1.1\r\n\r\n", "404 Not Found", ""),
        ("GET /base/%2e%2e/Cargo.toml HTTP/1.1\r\n\r\n", "404 Not Found", ""),
        ("GET /base//etc/passwd HTTP/1.1\r\n\r\n", "404 Not Found", ""),
        // Not HTTP at all.
        ("\r\n\r\n", "405 Method Not Allowed", ""),
    ];

    #[test]
    fn requests_get_their_answers() {
        let folder = std::env::temp_dir().join(format!("certlens-serve-{}", std::process::id()));
        let assets = folder.join("assets-1");
        std::fs::create_dir_all(&assets).unwrap();
        std::fs::write(folder.join("index.html"), "<p>page</p>").unwrap();
        std::fs::write(assets.join("web_bg.wasm"), "module").unwrap();
        std::fs::write(assets.join("web_bg.wasm.br"), "packed").unwrap();
        let site = Site::read(&folder, "/base/").unwrap();
        for (request, status, part) in CASES {
            let response = answer(request, &site);
            assert!(
                response.head.starts_with(&format!("HTTP/1.1 {status}")),
                "{request:?}: {}",
                response.head
            );
            assert!(response.head.contains(part), "{request:?}: {}", response.head);
            assert_eq!(request.starts_with("HEAD"), response.body.is_empty(), "{request:?}");
        }
        let etag = &site.get("/base/").unwrap().etag;
        let again = format!("GET /base/ HTTP/1.1\r\nIf-None-Match: {etag}\r\n\r\n");
        assert!(answer(&again, &site).head.starts_with("HTTP/1.1 304"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
