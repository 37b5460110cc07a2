using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scanner.ApiServer.Models;

/// <summary>
/// Times of the API. KubernetesClient writes whole seconds without a fraction, and the server refuses those where it wants a
/// <c>meta/v1 MicroTime</c>; where it wants a <c>Time</c> it takes either, so all are written with six digits.
/// </summary>
internal sealed class TimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
}
