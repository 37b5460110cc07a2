using System.Globalization;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Discovery;

/// <summary>Reads <c>version.Info</c>, which has no protobuf form.</summary>
internal sealed class ServerVersionReader : IObjectReader<ServerVersion>
{
    public static readonly ServerVersionReader Instance = new();

    private static readonly FieldTable s_info = new((1, "major"), (2, "minor"), (3, "gitVersion"));

    public ServerVersion Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var version = new ServerVersion("", 0, 0);
        var scope = reader.Enter();
        while (reader.Next(s_info, out var field))
        {
            version = field switch
            {
                1 => version with { Major = Number(reader.ReadString()) },
                2 => version with { Minor = Number(reader.ReadString()) },
                _ => version with { GitVersion = reader.ReadString() },
            };
        }

        reader.Leave(scope);
        return version;
    }

    private static int Number(string text) =>
        int.TryParse(text.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
