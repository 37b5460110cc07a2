using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core;
using Scanner.Publishing.Notifications;
using Scanner.Worker.Notifications;
using Scanner.Worker.Settings;

namespace Scanner.Tests.Worker.Notifications;

public sealed class NotificationReceiverTests
{
    private const string Secret = "0123456789abcdef-secret";

    private static readonly byte[] s_body = Encoding.UTF8.GetBytes("""{"a":"€"}""");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    /// <summary>As docs/notifications.md tells receivers to check it.</summary>
    [Fact]
    public async Task Send_Signed_CanBeCheckedByTheReceiver()
    {
        await using var receiver = new TestReceiver();
        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(receiver.Url));
        var (target, headers, body) = Assert.Single(receiver.Received);
        Assert.Equal(("POST /hook/T0P-SECRET HTTP/1.1", """{"a":"€"}"""), (target, body));
        Assert.Equal(("application/json", "ephemeral-scanner", "d1"), (headers["Content-Type"], headers["User-Agent"], headers["Ephemeral-Scanner-Delivery"]));
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers["Ephemeral-Scanner-Timestamp"], CultureInfo.InvariantCulture));
        Assert.Equal(_time.GetUtcNow(), sent);
        Assert.Equal(WebhookSignature.Of(Secret, headers["Ephemeral-Scanner-Timestamp"], s_body), headers["Ephemeral-Scanner-Signature"]);
    }

    [Fact]
    public async Task Send_WithoutSecret_SignsNothing()
    {
        await using var receiver = new TestReceiver();
        await SendAsync(receiver.Url, secret: null);
        Assert.DoesNotContain(Assert.Single(receiver.Received).Headers.Keys, k => k.EndsWith("Signature", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_Tls_TrustsTheAuthorityThatIsNamedAndNoOther()
    {
        await using var receiver = new TestReceiver(tls: true);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, receiver.CertificatePem);
        Assert.Equal(DeliveryOutcome.Delivered, await SendAsync(receiver.Url, authority: file));
        File.Delete(file);
        var refused = await SendAsync(receiver.Url);
        Assert.False(refused.IsFinal);
        Assert.StartsWith($"{new Uri(receiver.Url).Authority} cannot be reached: ", refused.Problem, StringComparison.Ordinal);
        Assert.Single(receiver.Received);
        Silent(refused.Problem!);
    }

    [Theory]
    [InlineData("400 Bad Request", "answered HTTP 400", true, null)]
    [InlineData("404 Not Found", "answered HTTP 404", true, null)]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:1/T0P-SECRET", "answered HTTP 302: redirects are not followed", true, null)]
    [InlineData("408 Request Timeout", "answered HTTP 408", false, null)]
    [InlineData("429 Too Many Requests\r\nRetry-After: 30", "answered HTTP 429", false, 30)]
    [InlineData("503 T0P-SECRET", "answered HTTP 503", false, null)]
    public async Task Send_Refused_SaysWhatAndWhetherToTryAgain(string answer, string problem, bool isFinal, int? pause)
    {
        await using var receiver = new TestReceiver();
        receiver.Answers.Enqueue(answer);
        var outcome = await SendAsync(receiver.Url);
        Assert.Equal(new DeliveryOutcome($"{new Uri(receiver.Url).Authority} {problem}", isFinal, pause is { } s ? TimeSpan.FromSeconds(s) : null), outcome);
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task Send_NobodyThere_TellsTheHostAndNothingElse()
    {
        var receiver = new TestReceiver();
        await receiver.DisposeAsync();
        var outcome = await SendAsync(receiver.Url);
        Assert.False(outcome.IsFinal);
        Assert.Contains("cannot be reached: Connection refused", outcome.Problem, StringComparison.Ordinal);
        Silent(outcome.Problem!);
    }

    /// <summary>Whoever replaces a mounted Secret need not start the worker again.</summary>
    [Fact]
    public async Task Send_FilesReplaced_AreReadAnew()
    {
        await using var receiver = new TestReceiver();
        var (url, secret) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(url, receiver.Url + "\n");
        await File.WriteAllTextAsync(secret, Secret + "\n");
        var settings = new NotifySettings(new SecretText(url, null), NotificationForm.Scanner, new SecretText(secret, null), Severity.High, false, null);
        var sender = new NotificationReceiver(settings, _time);
        await sender.SendAsync("d1", s_body, default);
        await File.WriteAllTextAsync(secret, "another-secret-of-some-length");
        await sender.SendAsync("d2", s_body, default);
        await File.WriteAllTextAsync(secret, "short");
        var outcome = await sender.SendAsync("d3", s_body, default);
        Assert.Equal(("the URL or the secret of notify cannot be read or used any more", false), (outcome.Problem, outcome.IsFinal));
        Assert.Equal(2, receiver.Received.Select(r => r.Headers["Ephemeral-Scanner-Signature"]).Distinct().Count());
        Assert.Equal(2, receiver.Received.Count);
        File.Delete(url);
        File.Delete(secret);
    }

    private static void Silent(string text)
    {
        Assert.DoesNotContain("T0P-SECRET", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
    }

    private Task<DeliveryOutcome> SendAsync(string url, string? secret = Secret, string? authority = null)
    {
        var settings = new NotifySettings(
            new SecretText(null, url), NotificationForm.Scanner, secret is null ? null : new SecretText(null, secret), Severity.High, false, authority);
        Silent(settings.ToString());
        return new NotificationReceiver(settings, _time).SendAsync("d1", s_body, default);
    }
}
