# Что уходит через WhatsApp: шаблоны, пределы, ответы Meta

problem-whatsapp-template-pending = Meta ещё проверяет шаблон «{ $name }». Выберите другой или дождитесь её решения.
problem-whatsapp-template-rejected = Meta не одобрила шаблон «{ $name }». Выберите другой или исправьте его в кабинете Meta.
problem-whatsapp-template-paused = Meta приостановила шаблон «{ $name }»: на него жаловались. Выберите другой.
problem-whatsapp-template-disabled = Meta отключила шаблон «{ $name }» насовсем. Выберите другой.
problem-whatsapp-template-status = Шаблон «{ $name }» не одобрен. Выберите другой.
problem-whatsapp-template-part = В шаблоне «{ $name }» есть часть, которую здесь не заполнить ({ $part }). Выберите другой.
problem-whatsapp-template-too-long = С этими значениями шаблон длиннее { $limit } знаков. Сократите их.
problem-whatsapp-template-header = Не заполнено значение в заголовке шаблона. Впишите его.
problem-whatsapp-template-header-long = С этим значением заголовок длиннее { $limit } знаков. Сократите его.
problem-whatsapp-template-file = Шаблон начинается с файла ({ $kind ->
    [image] картинка JPEG или PNG до 5 МБ
    [video] видео MP4 до 16 МБ
   *[other] документ
}). Выберите его.
problem-whatsapp-template-no-file = В этом шаблоне нет места для файла. Отправьте без него или выберите шаблон с файлом.
problem-whatsapp-template-place = Шаблон начинается с места на карте. Выберите его.
problem-whatsapp-template-button = Не заполнено значение кнопки «{ $button }». Впишите его.
problem-whatsapp-template-button-value = Значение кнопки «{ $button }» длиннее { $limit } знаков или с пробелами. Исправьте его.
problem-whatsapp-template-currency = «{ $text }» — не валюта. Впишите её код, например RUB.
problem-whatsapp-place = Такого места нет. Широта — от -90 до 90, долгота — от -180 до 180.
