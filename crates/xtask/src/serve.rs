//! `cargo xtask serve`: `dist/` on this machine, as a careful host would serve it.

mod http;
mod site;

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use site::Site;

pub(crate) fn run(port: &str) -> Result<()> {
    let port: u16 =
        port.parse().with_context(|| format!("`{port}` is not a port: give a number up to 65535"))?;
    crate::build::run()?;
    let (listener, address) = listen(port, "/")?;
    println!("\nCertlens is at {address} (Ctrl-C stops it)");
    serve(&listener, "/")
}

/// Serves in the background under a path, for tests; the address ends in `/`.
pub(crate) fn start(base: &'static str) -> Result<String> {
    let (listener, address) = listen(0, base)?;
    thread::spawn(move || serve(&listener, base));
    Ok(address)
}

fn listen(port: u16, base: &str) -> Result<(TcpListener, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} cannot be used: choose another with --port"))?;
    let address = format!("http://{}{base}", listener.local_addr()?);
    Ok((listener, address))
}

fn serve(listener: &TcpListener, base: &str) -> Result<()> {
    let site = Arc::new(Site::read(&crate::root().join("dist"), base)?);
    for stream in listener.incoming() {
        let site = Arc::clone(&site);
        thread::spawn(move || stream.map_err(Into::into).and_then(|stream| exchange(stream, &site)));
    }
    Ok(())
}

/// One request, one answer. A browser that goes away in the middle is no trouble of ours.
fn exchange(mut stream: TcpStream, site: &Site) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let head = http::read_head(&mut stream)?;
    let response = http::answer(&head, site);
    http::write(&mut stream, &response)
}
