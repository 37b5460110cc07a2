namespace Scanner.ApiServer.Tests.Connections;

/// <summary>Texts that .NET cannot make.</summary>
internal static class FixtureText
{
    /// <summary>Two Ed25519 authorities of one name, and a server's certificate that the first has signed.</summary>
    public const string Ed25519 = """
        -----BEGIN CERTIFICATE-----
        MIIBNjCB6aADAgECAhREqPlUEygs5xwwINC5pkOQLakMWzAFBgMrZXAwEDEOMAwG
        A1UEAwwFZWQtY2EwIBcNMjYxMTI2MDU1MzU5WhgPMjEyNjExMDIwNTUzNTlaMBAx
        DjAMBgNVBAMMBWVkLWNhMCowBQYDK2VwAyEALbeWN/EQ0AME7F9tSzUfusHiRFxP
        K1sWyjCkukrN4UmjUzBRMB0GA1UdDgQWBBTu/hRrQ5QXRFMrizoHJVjVTwjSYzAf
        BgNVHSMEGDAWgBTu/hRrQ5QXRFMrizoHJVjVTwjSYzAPBgNVHRMBAf8EBTADAQH/
        MAUGAytlcANBAJYya0LJeyfL7iyALhSbwhrUBneZ+/P13ezU+QcmyMIbdasiaWNz
        Hnu0qX46+2Raxo6R+SzvrH0n5SYEaGNTXA4=
        -----END CERTIFICATE-----
        -----BEGIN CERTIFICATE-----
        MIIBNjCB6aADAgECAhRhL4bG/XL8QKOmgU9i0TgOMOCQJjAFBgMrZXAwEDEOMAwG
        A1UEAwwFZWQtY2EwIBcNMjYxMTI2MDU1MzU5WhgPMjEyNjExMDIwNTUzNTlaMBAx
        DjAMBgNVBAMMBWVkLWNhMCowBQYDK2VwAyEAURHVWPM7x+7ZtQeqnaYjYuhvhHtG
        nn3Tk6DjTdpcCoqjUzBRMB0GA1UdDgQWBBQcm/bLFG/nbJ3uB0pxpNOLW2VC5jAf
        BgNVHSMEGDAWgBQcm/bLFG/nbJ3uB0pxpNOLW2VC5jAPBgNVHRMBAf8EBTADAQH/
        MAUGAytlcANBACtduCbeie/XRFj9xs4haYJ/jiYTmR5QgKpBpDI0RHE19o6yqTcM
        vM9qvt8qvUhtMbhqr7OxuUNQx3Yd8zoSYQU=
        -----END CERTIFICATE-----
        -----BEGIN CERTIFICATE-----
        MIIBazCCAR2gAwIBAgIURD7KwvQvxOji+qAF9hxc2jyrV24wBQYDK2VwMBAxDjAM
        BgNVBAMMBWVkLWNhMCAXDTI2MTEyNjA1NTM1OVoYDzIxMjYxMTAyMDU1MzU5WjAV
        MRMwEQYDVQQDDAphcGktc2VydmVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        WlFCfN6A/aOa6qoVJkgaDPqoagNb0IVd/hjAg+EycWE5aHCtd4Rrdslm4Em9BMnl
        doSVbohNzqtqfNK34R4q0qNTMFEwDwYDVR0RBAgwBocEfwAAATAdBgNVHQ4EFgQU
        XbWbgdTAYesmUp5rQub5Eh0PSVwwHwYDVR0jBBgwFoAU7v4Ua0OUF0RTK4s6ByVY
        1U8I0mMwBQYDK2VwA0EAUyhDe/ezKdxWF13yU7bBGcRpsBBhMXngbUFYdPpqIrnc
        khAqz/mModH58sYi6m7UZp875N3jyeXulpdpRjHxCQ==
        -----END CERTIFICATE-----
        """;
}
