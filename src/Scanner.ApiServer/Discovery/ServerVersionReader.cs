using System.Globalization;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Discovery;

/// <summary>Reads <c>version.Info</c>, which has no protobuf form.</summary>
internal sealed class ServerVersionReader : IObjectReader<ServerVersion>
{
    public static readonly ServerVersionReader Instance = new();

    private static readonly Fields<InfoField> s_info = new();

    private enum InfoField
    {
        Major = 1,
        Minor = 2,
        GitVersion = 3,
    }

    public ServerVersion Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var version = new ServerVersion("", 0, 0);
        var scope = reader.Enter();
        while (reader.Next(s_info, out var field))
        {
            version = field switch
            {
                InfoField.Major => version with { Major = Number(reader.ReadString()) },
                InfoField.Minor => version with { Minor = Number(reader.ReadString()) },
                InfoField.GitVersion => version with { GitVersion = reader.ReadString() },
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return version;
    }

    private static int Number(string text) =>
        int.TryParse(text.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
