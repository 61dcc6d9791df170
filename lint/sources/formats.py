"""The names of the formats that observed DNS is read from."""

FORMATS = (
    *("zone", "octodns", "terraform", "dnscontrol", "dnscontrol-tsv", "route53", "cloudflare"),
    *("google", "azure", "powerdns", "dnsendpoint"),
)
