"""What mailbox providers demand of senders, one dated file each; `lint/demands.py` reads them.

A file `NAME.toml` makes `--profile NAME` possible. It holds:

    receiver = "…"            the mailbox provider, as people call it
    of = "…"                  of whom it demands this
    as_of = 2026-11-25        the day on which somebody looked last
    [[demand]]                what DNS can show, one for each:
    kind = "spf"              spf, dkim, dmarc or alignment
    bits = 1024               for dkim: the least size of an RSA key
    since = 2024-02-01        the day from which it is demanded
    source = "https://…"      where the provider says so
    [[unseen]]                what DNS cannot show:
    what = "…"                in words
    since = 2024-02-01
    source = "https://…"
"""
