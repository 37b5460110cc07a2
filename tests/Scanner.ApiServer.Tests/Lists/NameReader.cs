using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Tests.Lists;

/// <summary>Keeps <c>namespace/name</c> of any object.</summary>
internal sealed class NameReader : IObjectReader<string>
{
    public static readonly NameReader Instance = new();

    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly Fields<MetaField> s_meta = new();

    private enum MetaField
    {
        Name = 1,
        Namespace = 3,
    }

    public string Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (ns, name) = ("", "");
        var scope = reader.Enter();
        while (reader.Next(s_metadata))
        {
            var inner = reader.Enter();
            while (reader.Next(s_meta, out var field))
            {
                switch (field)
                {
                    case MetaField.Name:
                        name = reader.ReadString();
                        break;
                    case MetaField.Namespace:
                        ns = reader.ReadString();
                        break;
                    default:
                        throw FieldTable.Unread(field);
                }
            }

            reader.Leave(inner);
        }

        reader.Leave(scope);
        return $"{ns}/{name}";
    }
}
