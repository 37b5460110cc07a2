using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Scanner.Publishing.Notifications;

/// <summary>
/// By what a receiver knows that a message comes from the scanner, is whole, and is not an old one that somebody sends again.
/// </summary>
public static class WebhookSignature
{
    /// <summary>Seconds since 1970, of this attempt. A receiver refuses what is further from its own clock than <see cref="Window"/>.</summary>
    public const string TimestampHeader = "Ephemeral-Scanner-Timestamp";

    /// <summary><c>sha256=</c> and 64 hexadecimal digits: HMAC-SHA256 of the timestamp, a full stop and the body.</summary>
    public const string SignatureHeader = "Ephemeral-Scanner-Signature";

    /// <summary>The same for each attempt at one message: a receiver that has seen it has handled it.</summary>
    public const string DeliveryHeader = "Ephemeral-Scanner-Delivery";

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static string Timestamp(DateTimeOffset now) => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <param name="secret">As UTF-8 it is the key.</param>
    /// <param name="timestamp">As the header has it.</param>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return "sha256=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
