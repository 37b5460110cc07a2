using Scanner.ApiServer.Connections;

namespace Scanner.ApiServer.Tests.Connections;

public sealed class RequestTimeoutTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("30", 30_000)]
    [InlineData("10s", 10_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("1h2m3s4ms", 3_723_004)]
    public void TryParse_WhatKubectlTakes_IsRead(string text, double milliseconds)
    {
        Assert.True(RequestTimeout.TryParse(text, out var timeout));
        Assert.Equal(milliseconds, timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("-5s")]
    [InlineData("1d")]
    [InlineData("s")]
    [InlineData("1.2.3s")]
    [InlineData("5 s")]
    [InlineData("10s5")]
    [InlineData("1000h")]
    [InlineData("2147483647")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.False(RequestTimeout.TryParse(text, out _));
    }
}
