using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Tests.Lists;

/// <summary>Keeps <c>namespace/name</c> of any object.</summary>
internal sealed class NameReader : IObjectReader<string>
{
    public static readonly NameReader Instance = new();

    private static readonly FieldTable s_object = new((1, "metadata"));
    private static readonly FieldTable s_meta = new((1, "name"), (3, "namespace"));

    public string Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (ns, name) = ("", "");
        var scope = reader.Enter();
        while (reader.Next(s_object, out _))
        {
            var inner = reader.Enter();
            while (reader.Next(s_meta, out var field))
            {
                if (field == 1)
                    name = reader.ReadString();
                else
                    ns = reader.ReadString();
            }

            reader.Leave(inner);
        }

        reader.Leave(scope);
        return $"{ns}/{name}";
    }
}
